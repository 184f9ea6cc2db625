package dev.tr50.gateway.series;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import java.time.Instant;

/** {@code property.delete} and its likes: takes records out of a history, one by its id or all of a stretch of time. */
public final class DeleteValues<S> implements Command<DeleteValues.Params, Void> {
    private static final Param<String> ID =
            Param.string("id", "Id of the one record to delete. The parameters below are for deleting by time.");
    private static final Param<String> KEY = ValueParams.key("key", "Of which key to delete records.");
    private static final Param<Instant> START = Param.time("startTs", "The earliest time of records to delete.");
    private static final Param<Instant> END =
            Param.time("endTs", "The latest time of records to delete. Swapped with startTs when it is earlier.");

    /**
     * One record, or a key and a time.
     *
     * @param id null when the others are given
     */
    public record Params(ThingChoice thing, String id, String key, Instant start, Instant end) {
        static Params from(Arguments arguments, boolean hasKeys) {
            ThingChoice thing = ThingChoice.from(arguments);
            String id = arguments.get(ID);
            String key = hasKeys ? arguments.get(KEY) : "";
            Instant start = arguments.get(START);
            Instant end = arguments.get(END);
            if (id == null && arguments.areFine() && (key == null || start == null || end == null)) {
                arguments.reject("id, or " + (hasKeys ? "key, " : "") + "startTs and endTs are required");
            }
            boolean swapped = start != null && end != null && start.isAfter(end);
            return new Params(thing, id, key, swapped ? end : start, swapped ? start : end);
        }
    }

    private final ValueKind<S> kind;
    private final Values values;

    public DeleteValues(ValueKind<S> kind, Values values) {
        this.kind = kind;
        this.values = values;
    }

    /** The outside of the command for a kind. */
    public static Signature<Params, Void> of(ValueKind<?> kind) {
        return Signature.writing(
                        kind.name() + ".delete",
                        arguments -> Params.from(arguments, kind.hasKeys()),
                        Void.class,
                        "Deletes records of a " + kind.name()
                                + ": one by its id, or those of a stretch of time. When the newest goes, the one before it is the"
                                + " current one again.")
                .openTo(Access.OWN);
    }

    @Override
    public Void run(Caller caller, Params params) {
        if (params.id() == null) {
            values.delete(caller, params.thing(), kind, params.key(), params.start(), params.end());
        } else if (!values.delete(caller, params.thing(), kind, params.id())) {
            throw new CommandException(ErrorCode.NOT_FOUND, kind.noun() + " record " + params.id() + " not found");
        }
        return null;
    }
}
