package dev.tr50.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.Session;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingProvision;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovedThingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** A login that was under way while the thing moved. */
    @Test
    void a_session_that_begins_in_the_group_that_a_thing_has_left_is_none(@TempDir Path folder) {
        try (Storage storage = Storage.open(folder)) {
            LoginRules rules = new LoginRules(0, Duration.ofMinutes(1), Duration.ofMinutes(1), false);
            Logins logins = new Logins(storage, new Passwords(), rules, 1, Clock.systemUTC(), LoginWitness.NOBODY);
            Group left = storage.groups().create("LEFT", "Left");
            Group entered = storage.groups().create("ENTERED", "Entered");
            Thing thing = storage.things().create(left.id(), wanted());
            Session session =
                    new Session("s", Session.Kind.THING, thing.id(), left.id(), null, NOW, NOW, NOW.plusSeconds(60));
            assertThat(logins.again(session)).isPresent();

            storage.provisioning().change(thing, new ThingProvision(null, entered.id(), null, null, false), "me");

            assertThat(logins.again(session)).isEmpty();
        }
    }

    private static NewThing wanted() {
        return new NewThing(
                "thing",
                "Thing",
                null,
                Groups.DEFAULT_DEFINITION,
                List.of(),
                List.of(),
                Identifiers.NONE,
                "me",
                null,
                null,
                null);
    }
}
