package dev.tr50.gateway.thing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.Caller.ThingPrincipal;
import dev.tr50.storage.Group;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewestConnectionTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path data;

    private final Presence presence = new Presence();
    private Group group;
    private Thing pump;

    @BeforeEach
    void open() {
        try (Storage storage = Storage.open(data)) {
            group = storage.groups().create("PLANT1", "Plant 1");
            pump = storage.things().create(group.id(), NewThing.named("pump"));
        }
    }

    private Caller loggedIn(String session, Instant since) {
        return new Caller(
                session,
                new ThingPrincipal(pump, null, "app"),
                group,
                Role.EDITOR,
                new Origin("MQTT", "127.0.0.1:1"),
                since);
    }

    @Test
    void it_is_the_one_that_logged_in_last_though_it_was_announced_first() {
        Caller older = loggedIn("older", NOON);
        Caller newer = loggedIn("newer", NOON.plusMillis(1));
        presence.arrived(newer, () -> {});
        presence.arrived(older, () -> {});

        assertThat(presence.of(pump)).contains(newer);
        presence.left(newer);
        assertThat(presence.of(pump)).contains(older);
    }

    @Test
    void of_two_that_logged_in_at_one_moment_it_is_the_one_that_was_announced_last() {
        Caller one = loggedIn("one", NOON);
        Caller two = loggedIn("two", NOON);
        presence.arrived(one, () -> {});
        presence.arrived(two, () -> {});

        assertThat(presence.of(pump)).contains(two);
    }
}
