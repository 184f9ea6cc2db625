package dev.tr50.gateway.property;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.CurrentSample;
import dev.tr50.storage.PropertySample;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code property.current}: the newest number of a property. Without one it fails: libtr50 crashes on a success without a
 * number.
 */
public final class PropertyCurrent implements Command<PropertyCurrent.Params, PropertyCurrent.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "property.current", Params::from, Result.class, "Tells the newest number that a thing measured.");

    /** Which property. */
    public record Params(ThingChoice thing, String key, Instant ts) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments), arguments.get(ValueParams.KEY), arguments.get(ValueParams.AT));
        }
    }

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
    public Result run(Caller caller, Params params) {
        CurrentSample<PropertySample> current =
                values.current(caller, params.thing(), Properties.KIND, params.key(), params.ts());
        return new Result(
                current.value().value(),
                current.ts(),
                Optional.ofNullable(current.value().corrId()));
    }
}
