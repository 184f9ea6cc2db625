package dev.tr50.gateway.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tr50.gateway.MovableClock;
import dev.tr50.storage.Group;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastSeenLogTest {
    private static final Instant NOON = new MovableClock().instant();

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private Storage storage;
    private LastSeenLog log;
    private Thing pump;
    private int writes;

    @BeforeEach
    void open() {
        storage = Storage.open(folder.resolve("data"));
        storage.lastSeen().settle();
        Group group = storage.groups().create("G", "G");
        pump = storage.things().create(group.id(), NewThing.named("pump"));
        log = new LastSeenLog(storage.lastSeen(), this::toDisk, clock);
    }

    private void toDisk() {
        writes++;
        storage.durable().join();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    /** What a start after a crash at this moment finds. */
    private Instant seenAfterCrash() throws IOException {
        Path copy = folder.resolve("crash-" + System.nanoTime());
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.toList()) {
                Path target =
                        copy.resolve(folder.resolve("data").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        try (Storage restarted = Storage.open(copy)) {
            restarted.lastSeen().settle();
            return restarted.things().findById(pump.id()).orElseThrow().lastSeen();
        }
    }

    @Test
    void after_a_crash_a_connected_thing_was_seen_at_the_last_sign_of_life() throws IOException {
        log.connectionChanged(pump, true);
        log.write();
        assertThat(seenAfterCrash()).isEqualTo(NOON);

        clock.advance(Duration.ofSeconds(11));
        log.write();
        assertThat(seenAfterCrash()).isEqualTo(NOON.plusSeconds(11));
    }

    @Test
    void after_a_crash_a_thing_that_had_left_was_seen_when_it_left() throws IOException {
        log.connectionChanged(pump, true);
        log.write();
        clock.advance(Duration.ofSeconds(3));
        log.connectionChanged(pump, false);
        assertThat(log.unwritten(pump)).contains(NOON.plusSeconds(3));
        clock.advance(Duration.ofSeconds(1));
        log.write();
        clock.advance(Duration.ofSeconds(60));
        log.write();

        assertThat(log.unwritten(pump)).isEmpty();
        assertThat(seenAfterCrash()).isEqualTo(NOON.plusSeconds(3));
    }

    @Test
    void a_thing_that_left_and_came_back_between_two_writes_is_still_connected() throws IOException {
        log.connectionChanged(pump, true);
        log.write();
        log.connectionChanged(pump, false);
        log.connectionChanged(pump, true);
        log.write();
        clock.advance(Duration.ofSeconds(20));
        log.write();

        assertThat(seenAfterCrash()).isEqualTo(NOON.plusSeconds(20));
    }

    @Test
    void a_thing_that_came_and_left_between_two_writes_was_seen() throws IOException {
        log.connectionChanged(pump, true);
        log.connectionChanged(pump, false);
        log.write();
        clock.advance(Duration.ofSeconds(20));
        log.write();

        assertThat(seenAfterCrash()).isEqualTo(NOON);
    }

    @Test
    void nothing_is_written_while_nothing_changes_and_nobody_is_connected_and_little_while_somebody_is() {
        log.write();
        assertThat(writes).isZero();

        log.connectionChanged(pump, true);
        for (int second = 0; second < 100; second++) {
            log.write();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(writes).isBetween(2, 11);
    }

    @Test
    void what_could_not_be_written_is_kept_for_the_next_time() {
        LastSeenLog broken = new LastSeenLog(storage.lastSeen(), this::toDisk, clock);
        broken.connectionChanged(pump, true);
        broken.connectionChanged(pump, false);
        storage.close();
        assertThatThrownBy(broken::write).isInstanceOf(RuntimeException.class);
        assertThat(broken.unwritten(pump)).contains(NOON);
    }
}
