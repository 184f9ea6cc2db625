package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;
import java.util.Optional;

/**
 * {@code thing.find}: one thing with what is known of it, named by its key, its id or one of its numbers; a thing that names
 * nobody finds itself. A thing finds no other thing than those that are bound to it.
 */
public final class ThingFind implements Command<ThingFind.Params, ShownThing> {
    public static final Signature<Params, ShownThing> SIGNATURE = Signature.reading(
            "thing.find",
            Params::from,
            ShownThing.class,
            "Finds one thing by its key, its id or one of its numbers; without any, the thing of the session.");

    /** Which thing. Several names must be those of one. */
    public record Params(ThingChoice thing) {
        static Params from(Arguments arguments) {
            return new Params(ThingChoice.ofItself(arguments, RadioIds.from(arguments)));
        }
    }

    private final Things things;
    private final ThingAccess access;
    private final ThingFacts facts;

    public ThingFind(Things things, ThingAccess access, ThingFacts facts) {
        this.things = things;
        this.access = access;
        this.facts = facts;
    }

    @Override
    public ShownThing run(Caller caller, Params params) {
        return ShownThing.whole(find(caller, params.thing()), facts);
    }

    private Thing find(Caller caller, ThingChoice choice) {
        Optional<String> own = caller.thing().map(Thing::id);
        if (!choice.isMade() && own.isEmpty()) {
            throw new CommandException(
                    ErrorCode.BAD_PARAMETER,
                    "key, id, iccid, esn, imei, meid or imsi (string) is required: this session is no thing's");
        }
        Optional<Thing> found =
                choice.isMade() ? access.lookUp(caller.group().id(), choice) : own.flatMap(things::findById);
        if (choice.isMade()
                && !caller.reachesGroup()
                && found.filter(thing -> access.isOwnOrChild(caller, thing)).isEmpty()) {
            throw new CommandException(ErrorCode.NOT_PERMITTED, "A thing finds itself only");
        }
        found.filter(thing -> choice.isMade()).ifPresent(thing -> ThingAccess.requireAll(thing, choice));
        return found.orElseThrow(
                () -> new CommandException(ErrorCode.NOT_FOUND, "Thing " + name(caller, choice) + " not found"));
    }

    private static String name(Caller caller, ThingChoice choice) {
        return choice.isMade() ? choice.name() : caller.whoAmI();
    }
}
