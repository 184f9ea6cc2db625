package dev.tr50.gateway.file;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.thing.Bindings;
import dev.tr50.gateway.thing.ThingKey;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Scope;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;

/**
 * Whose files a command means: the group's with {@code global}, else those of the thing named by {@code thingKey}, else those
 * of the thing that asks. Somebody who is no thing must say one or the other.
 *
 * <p>A thing works on its own files, on those of its bound children and on its group's, never on another thing's. Whether it
 * may change the group's files is a matter of its application's role; see {@code docs/decisions/access.md}.
 */
public final class FileScope {
    private static final Param<String> THING_KEY = Param.string(
                    "thingKey",
                    "Thing whose files are meant. Defaults to the thing of the session; ignored with global.")
            .as(ThingKey::valid);
    private static final Param<Boolean> GLOBAL =
            Param.flag("global", "True for the files of the group instead of those of a thing.");

    private final Things things;
    private final Bindings bindings;

    public FileScope(Things things, Bindings bindings) {
        this.things = things;
        this.bindings = bindings;
    }

    /**
     * The two parameters, as every file command has them.
     *
     * @param thingKey null when absent
     */
    public record Choice(String thingKey, boolean global) {
        static Choice from(Arguments arguments) {
            boolean global = arguments.get(GLOBAL);
            return new Choice(global ? null : arguments.get(THING_KEY), global);
        }

        boolean isMade() {
            return global || thingKey != null;
        }
    }

    /** @throws CommandException when there is no such thing, it is not the caller's to see, or nothing was chosen */
    Scope resolve(Caller caller, Choice choice) {
        return choice.global() ? caller.group().scope() : thing(caller, choice).scope();
    }

    /**
     * The same, to change something there: a thing changes the files of its group only as an editor.
     *
     * @throws CommandException as {@link #resolve} does, and when the role does not reach
     */
    Scope resolveToChange(Caller caller, Choice choice) {
        if (choice.global() && !caller.isEditor()) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED,
                    "The files of the group need the role editor; this application's role is lower");
        }
        return resolve(caller, choice);
    }

    /** The thing that was chosen; only for a choice that is not global. */
    Thing thing(Caller caller, Choice choice) {
        if (caller.thing().isPresent() && !(caller.reachesGroup() && choice.thingKey() != null)) {
            Thing own = caller.thing().get();
            return choice.thingKey() == null || choice.thingKey().equals(own.key())
                    ? own
                    : bindings.find(caller, choice.thingKey()).orElseThrow(() -> notOwn(own));
        }
        if (choice.thingKey() == null) {
            throw new CommandException(
                    ErrorCode.BAD_PARAMETER, "thingKey (string) or global is required: this session is no thing's");
        }
        return things.findByKey(caller.group().id(), choice.thingKey())
                .orElseThrow(
                        () -> new CommandException(ErrorCode.NOT_FOUND, "Thing " + choice.thingKey() + " not found"));
    }

    private static CommandException notOwn(Thing own) {
        return new CommandException(
                ErrorCode.NOT_PERMITTED,
                "A thing works on its own files only, thingKey must be " + own.key() + " or absent");
    }
}
