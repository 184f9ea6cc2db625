package dev.tr50.gateway.log;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import java.time.Instant;

/** {@code log.publish}: a line of what a thing has to say. device-cloud-python packs several of them into one message. */
public final class LogPublish implements Command<LogPublish.Params, Void> {
    private static final Param<Boolean> GLOBAL =
            Param.flag("global", "True for a line of the whole group, which belongs to no thing.");

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "log.publish",
                    Params::from,
                    Void.class,
                    "Writes a line into the log of a thing and into that of its group.")
            .openTo(Access.OWN)
            .inJournal();

    /** @param ts null for now */
    public record Params(ThingChoice thing, LogLine line, Instant ts, boolean global) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments),
                    LogLine.from(arguments),
                    arguments.get(ValueParams.TS),
                    arguments.get(GLOBAL));
        }
    }

    private final LogBook logs;

    public LogPublish(LogBook logs) {
        this.logs = logs;
    }

    @Override
    public Void run(Caller caller, Params params) {
        if (params.global()) {
            logs.write(caller, params.ts(), params.line());
        } else {
            logs.write(caller, params.thing(), params.ts(), params.line());
        }
        return null;
    }
}
