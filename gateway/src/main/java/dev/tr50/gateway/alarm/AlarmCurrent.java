package dev.tr50.gateway.alarm;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.AlarmSample;
import dev.tr50.storage.CurrentSample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code alarm.current}: the state of an alarm. */
public final class AlarmCurrent implements Command<AlarmCurrent.Params, AlarmCurrent.Result> {
    public static final Signature<Params, Result> SIGNATURE =
            Signature.reading("alarm.current", Params::from, Result.class, "Tells the state of an alarm.");

    /** Which alarm. */
    public record Params(ThingChoice thing, String key, Instant ts) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments), arguments.get(ValueParams.KEY), arguments.get(ValueParams.AT));
        }
    }

    /** The state and what is known of it. */
    public record Result(
            @Describe("The state: its place in the list of the alarm's states.")
            int state,

            @Describe("What there is to say of it.") Optional<String> msg,
            @Describe("When it was published last.") Instant ts,

            @Describe("Whole seconds since the alarm entered the state.")
            long duration,

            @Describe("The publisher's mark, if it gave one.")
            Optional<String> corrId,

            @Describe("Where it happened: degrees north.") Optional<Double> lat,
            @Describe("Where it happened: degrees east.") Optional<Double> lng) {}

    private final Values values;
    private final Clock clock;

    public AlarmCurrent(Values values, Clock clock) {
        this.values = values;
        this.clock = clock;
    }

    @Override
    public Result run(Caller caller, Params params) {
        CurrentSample<AlarmSample> current =
                values.current(caller, params.thing(), Alarms.KIND, params.key(), params.ts());
        AlarmSample alarm = current.value();
        Duration duration = Duration.between(current.since(), clock.instant());
        return new Result(
                alarm.state(),
                Optional.ofNullable(alarm.msg()),
                current.ts(),
                Math.max(0, duration.toSeconds()),
                Optional.ofNullable(alarm.corrId()),
                Optional.ofNullable(alarm.lat()),
                Optional.ofNullable(alarm.lng()));
    }
}
