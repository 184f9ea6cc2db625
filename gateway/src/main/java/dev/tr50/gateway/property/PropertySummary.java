package dev.tr50.gateway.property;

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
import dev.tr50.storage.PropertySample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code property.summary}: what there is to say of the numbers of several properties in some time. */
public final class PropertySummary implements Command<PropertySummary.Params, PropertySummary.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "property.summary",
            Params::from,
            Result.class,
            "Sums up the numbers that a thing measured in some time, for each of several properties.");

    /** Which properties and which time. */
    public record Params(ThingChoice thing, List<String> keys, Window window) {
        static Params from(Arguments arguments) {
            return new Params(ThingChoice.from(arguments), ValueParams.keys(arguments), Window.ofTime(arguments));
        }
    }

    /** The summaries. */
    public record Result(
            @Describe("By key, in the order asked for.") Map<String, Summary> summary) {}

    /** Of one property; without any number there is nothing but their count. */
    public record Summary(
            @Describe("How many numbers there are.") long count,
            @Describe("Their sum.") Optional<Double> sum,
            @Describe("The largest.") Optional<Double> max,
            @Describe("The smallest.") Optional<Double> min,
            @Describe("Their average.") Optional<Double> avg,

            @Describe("Their average, each weighted with the time for which it was the current one.")
            Optional<Double> wavg,

            @Describe("The same without the times at which it was 0.")
            Optional<Double> nzwavg) {

        static Summary of(Tally tally) {
            return new Summary(
                    tally.count(),
                    result(Calculation.SUM, tally),
                    result(Calculation.MAX, tally),
                    result(Calculation.MIN, tally),
                    result(Calculation.AVG, tally),
                    result(Calculation.WAVG, tally),
                    result(Calculation.NZWAVG, tally));
        }

        private static Optional<Double> result(Calculation calculation, Tally tally) {
            return tally.count() == 0 ? Optional.empty() : Optional.of(calculation.of(tally));
        }
    }

    private final Values values;

    public PropertySummary(Values values) {
        this.values = values;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Map<String, Summary> summaries = new LinkedHashMap<>();
        for (String key : params.keys()) {
            ThingSeries<PropertySample> series = values.series(caller, params.thing(), Properties.KIND, key);
            summaries.put(key, summary(series, params.window().at(series.now())));
        }
        return new Result(summaries);
    }

    private static Summary summary(ThingSeries<PropertySample> series, Span span) {
        Tally tally = new Tally(span.from(), PropertyAggregate.before(series, span));
        series.each(span, sample -> tally.add(sample.ts(), sample.value().value()));
        Instant end = span.to().isBefore(series.now()) ? span.to() : series.now();
        tally.end(end);
        return Summary.of(tally);
    }
}
