package dev.tr50.gateway.property;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.HistoryParams;
import dev.tr50.gateway.series.ThingSeries;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.series.Window;
import dev.tr50.gateway.series.Window.Span;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.PropertySample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * {@code property.aggregate}: the numbers of each hour or day in one. They are calculated when they are asked for, from what
 * is recorded, so that numbers that came late count, and properties need not be defined for it.
 */
public final class PropertyAggregate implements Command<PropertyAggregate.Params, Numbers> {
    private static final Param<Calculation> CALC = Param.string(
                    "calc",
                    "avg, sum, max, min or count of the numbers; wavg for an average in which each number weighs as much as the"
                            + " time for which it was the current one; nzwavg for the same without the times of 0.")
            .as(Calculation::parse)
            .required();
    private static final Param<ChronoUnit> SERIES = Param.string("series", "hour or day, in UTC.")
            .as(PropertyAggregate::unit)
            .required();

    public static final Signature<Params, Numbers> SIGNATURE = Signature.reading(
            "property.aggregate",
            Params::from,
            Numbers.class,
            "Tells one number for each hour or day in which a thing published a property, with the time at which that begins.");

    /** What to calculate of what. */
    public record Params(
            ThingChoice thing, String key, Calculation calculation, ChronoUnit unit, Window window, boolean split) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments),
                    arguments.get(ValueParams.KEY),
                    arguments.get(CALC),
                    arguments.get(SERIES),
                    Window.ofTime(arguments),
                    arguments.get(HistoryParams.SPLIT));
        }
    }

    private final Values values;

    public PropertyAggregate(Values values) {
        this.values = values;
    }

    @Override
    public Numbers run(Caller caller, Params params) {
        ThingSeries<PropertySample> series = values.series(caller, params.thing(), Properties.KIND, params.key());
        Span span = params.window().at(series.now());
        Buckets buckets = new Buckets(params.calculation(), params.unit(), span, before(series, span), series.now());
        series.each(span, buckets);
        return Numbers.calculated(buckets.results(), params.split());
    }

    /** The number that is the current one when the span begins. */
    static Double before(ThingSeries<PropertySample> series, Span span) {
        if (span.from() == null) {
            return null;
        }
        Instant justBefore = span.from().minus(1, ChronoUnit.MICROS);
        return series.valid(justBefore).map(sample -> sample.value().value()).orElse(null);
    }

    private static ChronoUnit unit(String text) {
        return switch (text) {
            case "hour" -> ChronoUnit.HOURS;
            case "day" -> ChronoUnit.DAYS;
            default -> throw new IllegalArgumentException("must be hour or day");
        };
    }
}
