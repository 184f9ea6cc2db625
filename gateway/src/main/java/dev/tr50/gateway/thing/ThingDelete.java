package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;

/** {@code thing.delete}: things with their files, values and mail. Their sessions end. */
public final class ThingDelete implements Command<ThingDelete.Params, ThingDelete.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.writing(
            "thing.delete",
            Params::from,
            Result.class,
            "Deletes things with their files, values and mail, and ends their sessions. A thing that is named and is not there is"
                    + " an error, and then nothing is deleted.");

    /** Which things. */
    public record Params(ThingsChoice things) {
        static Params from(Arguments arguments) {
            ThingsChoice things = ThingsChoice.ofThemselves(arguments);
            if (arguments.areFine() && !things.isMade()) {
                arguments.reject("key or id (string or array of string), tag, query or all is required");
            }
            return new Params(things);
        }
    }

    /** What was done. */
    public record Result(
            @Describe("How many things were deleted.") long count) {}

    private final ChosenThings chosen;
    private final ThingRemoval removal;

    public ThingDelete(ChosenThings chosen, ThingRemoval removal) {
        this.chosen = chosen;
        this.removal = removal;
    }

    @Override
    public Result run(Caller caller, Params params) {
        long[] count = {0};
        chosen.each(
                caller,
                params.things(),
                SIGNATURE,
                things -> count[0] += things.stream().filter(removal::remove).count());
        return new Result(count[0]);
    }
}
