package dev.tr50.gateway.alarm;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.CurrentParams;
import dev.tr50.gateway.series.ThingSeries;
import dev.tr50.gateway.series.Values;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.AlarmSample;
import dev.tr50.storage.CurrentSample;
import dev.tr50.storage.StoredSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code alarm.current}: the state of an alarm. */
public final class AlarmCurrent implements Command<CurrentParams, AlarmCurrent.Result> {
    private static final int LOOK_BACK = 200;

    public static final Signature<CurrentParams, Result> SIGNATURE = Signature.reading(
            "alarm.current",
            CurrentParams::from,
            Result.class,
            "Tells the state of an alarm, or the one that it had at a time.");

    /** The state and what is known of it. */
    public record Result(
            @Describe("The state: its place in the list of the alarm's states.")
            int state,

            @Describe("What there is to say of it.") Optional<String> msg,
            @Describe("When it was published last.") Instant ts,

            @Describe(
                    "Whole seconds since the alarm entered the state, until now or the time asked for, whichever is earlier.")
            long duration,

            @Describe("The publisher's mark, if it gave one.")
            Optional<String> corrId,

            @Describe("Where it happened: degrees north.") Optional<Double> lat,
            @Describe("Where it happened: degrees east.") Optional<Double> lng) {}

    private final Values values;

    public AlarmCurrent(Values values) {
        this.values = values;
    }

    @Override
    public Result run(Caller caller, CurrentParams params) {
        ThingSeries<AlarmSample> series = values.series(caller, params.thing(), Alarms.KIND, params.key());
        Instant now = series.now();
        Instant at = params.ts() == null ? now : params.ts();
        CurrentSample<AlarmSample> current =
                (params.ts() == null ? series.newest() : validAt(series, at)).orElseThrow(series::noValue);
        AlarmSample alarm = current.value();
        return new Result(
                alarm.state(),
                Optional.ofNullable(alarm.msg()),
                current.ts(),
                Math.max(
                        0,
                        Duration.between(current.since(), at.isBefore(now) ? at : now)
                                .toSeconds()),
                Optional.ofNullable(alarm.corrId()),
                Optional.ofNullable(alarm.lat()),
                Optional.ofNullable(alarm.lng()));
    }

    /** When the alarm entered the state is looked for in the last 200 records before. */
    private static Optional<CurrentSample<AlarmSample>> validAt(ThingSeries<AlarmSample> series, Instant at) {
        List<StoredSample<AlarmSample>> earlier = series.backwards(at, LOOK_BACK);
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        StoredSample<AlarmSample> valid = earlier.get(0);
        Instant since = earlier.stream()
                .takeWhile(sample -> sample.value().state() == valid.value().state())
                .map(StoredSample::ts)
                .reduce((later, before) -> before)
                .orElse(valid.ts());
        return Optional.of(new CurrentSample<>(valid.ts(), since, valid.value()));
    }
}
