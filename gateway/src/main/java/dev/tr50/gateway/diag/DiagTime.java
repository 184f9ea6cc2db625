package dev.tr50.gateway.diag;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import java.time.Clock;

/** {@code diag.time}: the gateway's clock. The documented {@code timezone} does not change an instant, so it is only accepted. */
public final class DiagTime implements Command<DiagTime.Params, DiagTime.Result> {
    private static final Param<String> TIMEZONE =
            Param.string("timezone", "Name of a time zone. Accepted for compatibility; the answer is always UTC.");

    public static final Signature<Params, Result> SIGNATURE =
            Signature.reading("diag.time", Params::from, Result.class, "Tells the time of the gateway.");

    /** @param timezone a time zone's name, without effect */
    public record Params(String timezone) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(TIMEZONE));
        }
    }

    /** @param time milliseconds since 1970 */
    public record Result(
            @Describe("Milliseconds since 1970-01-01T00:00:00Z.")
            long time) {}

    private final Clock clock;

    public DiagTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Result run(Caller caller, Params params) {
        return new Result(clock.millis());
    }
}
