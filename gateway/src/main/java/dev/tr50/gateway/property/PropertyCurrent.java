package dev.tr50.gateway.property;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.CurrentParams;
import dev.tr50.gateway.series.ThingSeries;
import dev.tr50.gateway.series.Values;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.PropertySample;
import dev.tr50.storage.Sample;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code property.current}: the newest number of a property. Without one it fails: libtr50 crashes on a success without a
 * number.
 */
public final class PropertyCurrent implements Command<CurrentParams, PropertyCurrent.Result> {
    public static final Signature<CurrentParams, Result> SIGNATURE = Signature.reading(
            "property.current",
            CurrentParams::from,
            Result.class,
            "Tells the newest number that a thing measured, or the one that was valid at a time.");

    /** What was measured. */
    public record Result(
            @Describe("The number.") double value,
            @Describe("When it was measured.") Instant ts,

            @Describe("The publisher's mark, if it gave one.")
            Optional<String> corrId) {}

    private final Values values;

    public PropertyCurrent(Values values) {
        this.values = values;
    }

    @Override
    public Result run(Caller caller, CurrentParams params) {
        ThingSeries<PropertySample> series = values.series(caller, params.thing(), Properties.KIND, params.key());
        Sample<PropertySample> sample = series.valid(params.ts()).orElseThrow(series::noValue);
        return new Result(
                sample.value().value(),
                sample.ts(),
                Optional.ofNullable(sample.value().corrId()));
    }
}
