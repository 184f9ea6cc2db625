package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Role;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;

/**
 * {@code thing.unbind}: a thing shares a session no longer, and what is bound to it neither. The cloud's documentation keeps this to
 * administrators, yet libtr50 devices do it for what they bound.
 */
public final class ThingUnbind implements Command<ThingUnbind.Params, Void> {
    private static final Param<String> KEY = Param.string("key", "Key of the thing that is bound.")
            .as(ThingKey::valid)
            .required();

    public static final Signature<Params, Void> SIGNATURE = Signature.reading(
                    "thing.unbind",
                    Params::from,
                    Void.class,
                    "Ends what thing.bind began, for the thing and for what is bound to it. A thing unbinds what shares its"
                            + " session, an administrator anything in the group.")
            .openTo(Access.OWN);

    /** Which thing. */
    public record Params(String key) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(KEY));
        }
    }

    private final Things things;
    private final Bindings bindings;

    public ThingUnbind(Things things, Bindings bindings) {
        this.things = things;
        this.bindings = bindings;
    }

    @Override
    public Void run(Caller caller, Params params) {
        boolean unbound = bindings.find(caller, params.key())
                .map(child -> bindings.unbind(caller, child))
                .orElseGet(() -> administers(caller) && bindings.unbind(inGroup(caller, params.key())));
        if (!unbound) {
            throw new CommandException(ErrorCode.NOT_FOUND, "Thing " + params.key() + " is not bound");
        }
        return null;
    }

    private static boolean administers(Caller caller) {
        if (caller.user().isPresent() && !caller.role().atLeast(Role.ADMIN)) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED,
                    "thing.unbind needs the role admin, the session's role is "
                            + caller.role().key());
        }
        return caller.reachesGroup();
    }

    private Thing inGroup(Caller caller, String key) {
        return things.findByKey(caller.group().id(), key)
                .orElseThrow(() -> new CommandException(ErrorCode.NOT_FOUND, "Thing " + key + " not found"));
    }
}
