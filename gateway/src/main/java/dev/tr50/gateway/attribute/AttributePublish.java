package dev.tr50.gateway.attribute;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.storage.AttributeSample;
import java.time.Instant;

/** {@code attribute.publish}: sets a text that describes a thing, or unsets it with {@code null}. */
public final class AttributePublish implements Command<AttributePublish.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "attribute.publish",
                    Params::from,
                    Void.class,
                    "Sets a text that describes a thing. The value null, which must be written, unsets it.")
            .openTo(Access.OWN);

    /** @param value null to unset it */
    public record Params(ThingChoice thing, String key, String value, Instant ts, boolean republish, String corrId) {
        static Params from(Arguments arguments) {
            Params params = new Params(
                    ThingChoice.from(arguments),
                    arguments.get(ValueParams.KEY),
                    arguments.get(Attributes.VALUE),
                    arguments.get(ValueParams.TS),
                    arguments.get(ValueParams.REPUBLISH),
                    arguments.get(ValueParams.CORR_ID));
            if (params.value() == null && arguments.areFine() && !arguments.isNull(Attributes.VALUE)) {
                arguments.reject("value is required (string)");
            }
            return params;
        }
    }

    private final Values values;

    public AttributePublish(Values values) {
        this.values = values;
    }

    @Override
    public Void run(Caller caller, Params params) {
        AttributeSample sample = new AttributeSample(params.value(), params.corrId());
        values.publish(caller, params.thing(), Attributes.KIND, params.key(), params.ts(), sample, params.republish());
        return null;
    }
}
