package dev.tr50.gateway.property;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.PropertySample;
import java.time.Instant;

/** {@code property.publish}: a number that a thing measured. */
public final class PropertyPublish implements Command<PropertyPublish.Params, Void> {
    private static final Param<Double> VALUE =
            Param.number("value", "The number that was measured.").required();
    private static final Param<Boolean> AGGREGATE =
            Param.flag("aggregate", "Accepted for compatibility, without effect.");

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "property.publish", Params::from, Void.class, "Records a number that a thing measured.")
            .openTo(Access.OWN);

    /** What was measured. */
    public record Params(ThingChoice thing, String key, double value, Instant ts, String corrId) {
        static Params from(Arguments arguments) {
            ThingChoice thing = ThingChoice.from(arguments);
            String key = arguments.get(ValueParams.KEY);
            Double value = arguments.get(VALUE);
            Instant ts = arguments.get(ValueParams.TS);
            String corrId = arguments.get(ValueParams.CORR_ID);
            arguments.get(AGGREGATE);
            return new Params(thing, key, value == null ? 0 : value, ts, corrId);
        }
    }

    private final Values values;

    public PropertyPublish(Values values) {
        this.values = values;
    }

    @Override
    public Void run(Caller caller, Params params) {
        PropertySample sample = new PropertySample(params.value(), params.corrId());
        values.publish(caller, params.thing(), Properties.KIND, params.key(), params.ts(), sample, false);
        return null;
    }
}
