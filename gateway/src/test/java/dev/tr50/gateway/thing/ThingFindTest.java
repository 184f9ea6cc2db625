package dev.tr50.gateway.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.Caller.ThingPrincipal;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Group;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.Role;
import dev.tr50.storage.Scope;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThingFindTest {

    private static Caller gone(Group group) {
        Thing thing = new Thing(
                "0123456789abcdef01234567",
                group.id(),
                "pump",
                "Pump",
                null,
                "default",
                List.of(),
                List.of(),
                Identifiers.NONE,
                "test",
                Instant.EPOCH,
                "test",
                Instant.EPOCH,
                null,
                null,
                new Scope(1),
                null,
                null,
                true);
        return new Caller(
                "session",
                new ThingPrincipal(thing, null, "app"),
                group,
                Role.EDITOR,
                new Origin("MQTT", "127.0.0.1:1"),
                Instant.EPOCH);
    }

    private static ErrorCode refusal(ThingFind command, Caller caller, ThingChoice choice) {
        return catchThrowableOfType(CommandException.class, () -> command.run(caller, new ThingFind.Params(choice)))
                .problems()
                .get(0)
                .code();
    }

    @Test
    void a_thing_that_is_gone_while_it_is_connected_finds_neither_itself_nor_another(@TempDir Path data) {
        try (Storage storage = Storage.open(data)) {
            Group group = storage.groups().create("PLANT1", "Plant 1");
            storage.things().create(group.id(), NewThing.named("valve"));
            Presence presence = new Presence();
            ThingFind command = new ThingFind(
                    storage.things(),
                    new ThingAccess(storage.things(), new Bindings(presence, Clock.systemUTC())),
                    new ThingFacts(
                            storage,
                            presence,
                            new LastSeenLog(storage.lastSeen(), () -> {}, Clock.systemUTC()),
                            Clock.systemUTC()));

            assertThat(refusal(command, gone(group), new ThingChoice(null, "valve", Identifiers.NONE)))
                    .isEqualTo(ErrorCode.NOT_PERMITTED);
            assertThat(refusal(command, gone(group), new ThingChoice(null, null, Identifiers.NONE)))
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
    }
}
