package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastSeenTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");

    @TempDir
    Path folder;

    private Storage storage;
    private String pump;
    private String valve;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        storage.lastSeen().settle();
        Group group = storage.groups().create("G", "G");
        pump = storage.things().create(group.id(), NewThing.named("pump")).id();
        valve = storage.things().create(group.id(), NewThing.named("valve")).id();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void reopen() {
        storage.close();
        storage = Storage.open(folder);
        storage.lastSeen().settle();
    }

    private Instant lastSeen(String thing) {
        return storage.things().findById(thing).orElseThrow().lastSeen();
    }

    @Test
    void a_thing_that_left_was_seen_when_it_left() {
        storage.lastSeen().alive(NOON, List.of(pump, valve), Map.of());
        storage.lastSeen().alive(NOON.plusSeconds(9), List.of(), Map.of(pump, NOON.plusSeconds(5)));

        assertThat(lastSeen(pump)).isEqualTo(NOON.plusSeconds(5));
        assertThat(lastSeen(valve)).isNull();
    }

    @Test
    void a_thing_that_was_connected_in_a_crash_was_seen_until_the_last_sign_of_life() {
        storage.lastSeen().alive(NOON, List.of(pump, valve), Map.of());
        storage.lastSeen().alive(NOON.plusSeconds(10), List.of(), Map.of(valve, NOON.plusSeconds(4)));
        storage.lastSeen().alive(NOON.plusSeconds(20), List.of(), Map.of());

        reopen();

        assertThat(lastSeen(pump)).isEqualTo(NOON.plusSeconds(20));
        assertThat(lastSeen(valve)).isEqualTo(NOON.plusSeconds(4));
        reopen();
        assertThat(lastSeen(pump)).isEqualTo(NOON.plusSeconds(20));
    }

    @Test
    void a_thing_that_came_back_after_a_crash_is_seen_anew() {
        storage.lastSeen().alive(NOON, List.of(pump), Map.of());
        reopen();
        storage.lastSeen().alive(NOON.plusSeconds(60), List.of(pump), Map.of());
        storage.lastSeen().alive(NOON.plusSeconds(70), List.of(), Map.of(pump, NOON.plusSeconds(65)));

        assertThat(lastSeen(pump)).isEqualTo(NOON.plusSeconds(65));
    }
}
