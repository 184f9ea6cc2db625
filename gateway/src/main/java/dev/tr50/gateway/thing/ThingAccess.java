package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the thing a command is about: a thing works on itself and on the children that share its session, a user on every thing
 * of the group.
 */
public final class ThingAccess {
    private final Things things;
    private final Bindings bindings;

    public ThingAccess(Things things, Bindings bindings) {
        this.things = things;
        this.bindings = bindings;
    }

    /**
     * The thing that was chosen; the caller's own when none was.
     *
     * @throws CommandException when there is no such thing, it is not the caller's to work on, nothing was chosen by somebody
     *     who is no thing, or what was chosen are several things
     */
    public Thing resolve(Caller caller, ThingChoice choice) {
        return caller.reachesGroup() && choice.isMade()
                ? ofGroup(caller, choice)
                : caller.thing()
                        .map(own -> itselfOrChild(caller, own, choice))
                        .orElseGet(() -> ofGroup(caller, choice));
    }

    /** The things whose mail a session reads: its own, and the children that share it; none of a user's. */
    public List<Thing> mailboxesOf(Caller caller) {
        return Stream.concat(caller.thing().stream(), bindings.of(caller).stream())
                .toList();
    }

    /** Whether a session is the thing's own, or the thing is a child that shares it. */
    public boolean isOwnOrChild(Caller caller, Thing thing) {
        return caller.thing().filter(own -> own.id().equals(thing.id())).isPresent() || bindings.isBound(caller, thing);
    }

    private Thing itselfOrChild(Caller caller, Thing own, ThingChoice choice) {
        boolean named = choice.key() == null || choice.key().equals(own.key());
        boolean meant = choice.id() == null || choice.id().equals(own.id());
        if (named && meant && (!choice.hasNumbers() || areOf(own.id(), choice.numbers()))) {
            return own;
        }
        return child(caller, choice)
                .orElseThrow(() -> new CommandException(
                        ErrorCode.NOT_PERMITTED,
                        "A thing works on itself only, thingKey must be " + own.key() + " or absent"));
    }

    private Optional<Thing> child(Caller caller, ThingChoice choice) {
        if (choice.key() != null && choice.id() == null && !choice.hasNumbers()) {
            return bindings.find(caller, choice.key());
        }
        return lookUp(caller.group().id(), choice)
                .filter(found -> bindings.isBound(caller, found))
                .filter(found -> hasAll(found, choice));
    }

    private boolean areOf(String thingId, Identifiers numbers) {
        return things.findById(thingId).filter(thing -> fit(thing, numbers)).isPresent();
    }

    private Thing ofGroup(Caller caller, ThingChoice choice) {
        if (!choice.isMade()) {
            throw new CommandException(
                    ErrorCode.BAD_PARAMETER, "thingKey (string) is required: this session is no thing's");
        }
        Thing found = lookUp(caller.group().id(), choice)
                .orElseThrow(() -> new CommandException(ErrorCode.NOT_FOUND, "Thing " + choice.name() + " not found"));
        requireAll(found, choice);
        return found;
    }

    /**
     * Sees to it that all names that were given are those of the one thing that was found by one of them.
     *
     * @throws CommandException when they are not
     */
    static void requireAll(Thing found, ThingChoice choice) {
        if (!hasAll(found, choice)) {
            throw new CommandException(
                    ErrorCode.BAD_PARAMETER, "thingKey, thingId and the numbers must name one and the same thing");
        }
    }

    private static boolean hasAll(Thing thing, ThingChoice choice) {
        return (choice.key() == null || choice.key().equals(thing.key())) && fit(thing, choice.numbers());
    }

    /** The thing of the group that has the id, else the key, else the numbers. */
    Optional<Thing> lookUp(String groupId, ThingChoice choice) {
        if (choice.id() != null) {
            return things.findById(choice.id()).filter(thing -> thing.groupId().equals(groupId));
        }
        if (choice.key() != null) {
            return things.findByKey(groupId, choice.key());
        }
        return things.find(groupId, choice.numbers(), 1).stream().findFirst();
    }

    private static boolean fit(Thing thing, Identifiers given) {
        Identifiers known = thing.identifiers();
        return fit(known.iccid(), given.iccid())
                && fit(known.esn(), given.esn())
                && fit(known.imei(), given.imei())
                && fit(known.meid(), given.meid())
                && fit(known.imsi(), given.imsi());
    }

    private static boolean fit(String known, String given) {
        return given == null || Objects.equals(known, given);
    }
}
