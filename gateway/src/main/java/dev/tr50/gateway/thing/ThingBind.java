package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.ThingPrincipal;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.App;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.NoSuchDefinitionException;
import dev.tr50.storage.Role;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * {@code thing.bind}: lets a thing share the session of the caller, and makes it when there is none. libtr50 devices do this for
 * each sensor behind them.
 *
 * <p>For things that logged in with the token of an application: what the token opens anyway may be bound, any thing of the group.
 * A thing with a secret of its own would get at what is not its own.
 */
public final class ThingBind implements Command<ThingBind.Params, Void> {
    private static final Param<String> KEY = Param.string("key", "Key of the thing that is to share the session.")
            .as(ThingKey::valid)
            .required();
    private static final Param<String> DEF_KEY = ThingTexts.text(
            "autoDefKey",
            "Key of the thing definition with which it is made when there is none. Without it, that with which the application"
                    + " registers things.");
    private static final Param<String> NAME =
            ThingTexts.text("autoDefThingName", "Its name when it is made. Defaults to auto: and its key.");
    private static final Param<List<String>> TAGS = ThingTexts.tags("autoDefTags", "Its tags when it is made.");
    private static final Param<List<String>> SEC_TAGS =
            ThingTexts.tags("autoDefSecTags", "Its security tags when it is made.");
    private static final Param<String> PARENT = Param.string(
                    "bindTo",
                    "Key of the thing it is bound to: that of the session, which is meant without it, or one that is bound in it.")
            .as(ThingKey::valid);

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "thing.bind",
                    Params::from,
                    Void.class,
                    "Lets a thing share the session, until it is unbound, bound elsewhere or connects by itself, or the session"
                            + " ends: it counts as connected, the session works on it, and reads its mail. Makes the thing when there"
                            + " is none. For things that logged in with the token of an application.")
            .openTo(Access.OWN);

    /**
     * Which thing, and how it is made.
     *
     * @param defKey null for that of the application
     * @param parent what it is bound to
     */
    public record Params(
            String key, String defKey, String name, List<String> tags, List<String> secTags, ThingChoice parent) {
        static Params from(Arguments arguments) {
            String key = arguments.get(KEY);
            String defKey = arguments.get(DEF_KEY);
            String name = arguments.get(NAME);
            return new Params(
                    key,
                    defKey,
                    name == null ? "auto:" + key : name,
                    arguments.get(TAGS),
                    arguments.get(SEC_TAGS),
                    new ThingChoice(null, arguments.get(PARENT), Identifiers.NONE));
        }
    }

    private final Things things;
    private final ThingAccess access;
    private final Bindings bindings;
    private final BiFunction<Thing, String, Thing> admission;

    /** @param admission lets a thing in with the application id that the session has, and returns it as it is then */
    public ThingBind(Things things, ThingAccess access, Bindings bindings, BiFunction<Thing, String, Thing> admission) {
        this.things = things;
        this.access = access;
        this.bindings = bindings;
        this.admission = admission;
    }

    @Override
    public Void run(Caller caller, Params params) {
        if (!(caller.principal() instanceof ThingPrincipal session) || session.app() == null) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED,
                    "thing.bind is for things that logged in with the token of an application");
        }
        Thing parent = access.resolve(caller, params.parent());
        bindings.requireRoom(caller, params.key(), parent);
        Thing child = things.findByKey(caller.group().id(), params.key())
                .orElseGet(() -> make(caller, session.app(), params));
        bindings.bind(caller, admission.apply(child, session.appId()), parent);
        requireThere(child);
        return null;
    }

    /** Where an application lets no unknown things in, only who may make things does this way either. */
    private Thing make(Caller caller, App app, Params params) {
        if (app.autoRegDefKey() == null && !caller.role().atLeast(Role.EDITOR)) {
            throw notFound("Thing " + params.key());
        }
        String defKey = Optional.ofNullable(params.defKey())
                .or(() -> Optional.ofNullable(app.autoRegDefKey()))
                .orElseThrow(() -> notFound("Thing " + params.key()));
        try {
            return things.registerIfAbsent(
                    caller.group().id(),
                    new NewThing(
                            params.key(),
                            params.name(),
                            null,
                            defKey,
                            params.tags(),
                            params.secTags(),
                            Identifiers.NONE,
                            "AUTOREG",
                            null,
                            null,
                            null));
        } catch (NoSuchDefinitionException e) {
            throw notFound("Thing definition " + defKey);
        }
    }

    /** Whoever deletes or moves a thing ends its binding, unless that began a moment later. */
    private void requireThere(Thing child) {
        boolean there = things.findById(child.id())
                .filter(thing -> thing.groupId().equals(child.groupId()))
                .isPresent();
        if (!there) {
            bindings.end(child);
            throw notFound("Thing " + child.key());
        }
    }

    private static CommandException notFound(String what) {
        return new CommandException(ErrorCode.NOT_FOUND, what + " not found");
    }
}
