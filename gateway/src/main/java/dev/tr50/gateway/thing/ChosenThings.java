package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.GroupWide;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.Role;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingOrder;
import dev.tr50.storage.ThingQuery;
import dev.tr50.storage.Things;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds the things that a command on several is about. */
public final class ChosenThings {
    private static final ThingOrder BY_KEY = new ThingOrder(ThingOrder.Field.KEY, false);

    private final ThingAccess access;
    private final ThingScan scan;

    public ChosenThings(Things things, ThingAccess access, ThingFacts facts) {
        this.access = access;
        this.scan = new ThingScan(things, facts);
    }

    /**
     * Hands over the things, in parts; the session's own when none were chosen. Things that are named one by one come together,
     * after all of them were found.
     *
     * @throws CommandException when one that is named is not there, or they are not the caller's to work on
     */
    void each(Caller caller, ThingsChoice choice, Signature<?, ?> command, Consumer<List<Thing>> work) {
        if (!choice.isGroupWide()) {
            work.accept(named(caller, choice));
            return;
        }
        GroupWide.require(caller, command);
        if (choice.all() && !caller.role().atLeast(Role.ADMIN)) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED,
                    command.name() + " of all things needs the role admin, the session's role is "
                            + caller.role().key());
        }
        ThingQuery query = ThingQuery.tagged(caller.group().id(), choice.tags());
        scan.each(query, BY_KEY, choice.query() == null ? ThingCondition.ANY : choice.query(), work);
    }

    private List<Thing> named(Caller caller, ThingsChoice choice) {
        Map<String, Thing> byId = new LinkedHashMap<>();
        if (!choice.isMade()) {
            put(byId, access.resolve(caller, new ThingChoice(null, null, Identifiers.NONE)));
        }
        choice.keys().forEach(key -> put(byId, access.resolve(caller, new ThingChoice(null, key, Identifiers.NONE))));
        choice.ids().forEach(id -> put(byId, access.resolve(caller, new ThingChoice(id, null, Identifiers.NONE))));
        return List.copyOf(byId.values());
    }

    private static void put(Map<String, Thing> byId, Thing thing) {
        byId.put(thing.id(), thing);
    }
}
