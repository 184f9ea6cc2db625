package dev.tr50.gateway.property;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.SeriesStats;
import java.time.Instant;
import java.util.Optional;

/** {@code property.stats}: how much is recorded of a property. */
public final class PropertyStats implements Command<PropertyStats.Params, PropertyStats.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "property.stats", Params::from, Result.class, "Tells how many numbers of a property are recorded.");

    /** Which property. */
    public record Params(ThingChoice thing, String key) {
        static Params from(Arguments arguments) {
            return new Params(ThingChoice.from(arguments), arguments.get(ValueParams.KEY));
        }
    }

    /** How much there is. */
    public record Result(
            @Describe("How many numbers are recorded.") long propertyRecords,

            @Describe("Always 0: aggregates are calculated when they are asked for.")
            long aggregateRecords,

            @Describe("The time of the earliest.") Optional<Instant> firstPublish,
            @Describe("The time of the latest.") Optional<Instant> lastPublish) {}

    private final Values values;

    public PropertyStats(Values values) {
        this.values = values;
    }

    @Override
    public Result run(Caller caller, Params params) {
        SeriesStats stats = values.series(caller, params.thing(), Properties.KIND, params.key())
                .stats();
        return new Result(stats.records(), 0, Optional.ofNullable(stats.first()), Optional.ofNullable(stats.last()));
    }
}
