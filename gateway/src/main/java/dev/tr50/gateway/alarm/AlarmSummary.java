package dev.tr50.gateway.alarm;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ThingSeries;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.series.Window;
import dev.tr50.gateway.series.Window.Span;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.AlarmSample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code alarm.summary}: for how long an alarm was in which state. */
public final class AlarmSummary implements Command<AlarmSummary.Params, AlarmSummary.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "alarm.summary",
            Params::from,
            Result.class,
            "Tells for how long an alarm was in each of its states in some time, until now at the latest.");

    /** Which alarm and which time. */
    public record Params(ThingChoice thing, String key, Window window) {
        static Params from(Arguments arguments) {
            return new Params(ThingChoice.from(arguments), arguments.get(ValueParams.KEY), Window.ofTime(arguments));
        }
    }

    /** The times. */
    public record Result(
            @Describe("The states in which the alarm was, by number.")
            List<Share> states) {}

    /** One state. */
    public record Share(
            @Describe("The state: its place in the list of the alarm's states.")
            int state,

            @Describe("Whole seconds in it.") long duration,

            @Describe("Its part of the time asked for, in percent.")
            double percentage) {}

    private final Values values;

    public AlarmSummary(Values values) {
        this.values = values;
    }

    @Override
    public Result run(Caller caller, Params params) {
        ThingSeries<AlarmSample> series = values.series(caller, params.thing(), Alarms.KIND, params.key());
        Span span = params.window().at(series.now());
        Instant end = span.to().isBefore(series.now()) ? span.to() : series.now();
        Instant start = span.from() == null ? series.stats().first() : span.from();
        if (start == null || !start.isBefore(end)) {
            return new Result(List.of());
        }
        TimeInStates times = new TimeInStates(start);
        series.valid(start.minus(1, ChronoUnit.MICROS))
                .ifPresent(before -> times.enter(start, before.value().state()));
        series.each(
                new Span(start, end, null),
                sample -> times.enter(sample.ts(), sample.value().state()));
        return new Result(times.until(end, Duration.between(start, end)));
    }
}
