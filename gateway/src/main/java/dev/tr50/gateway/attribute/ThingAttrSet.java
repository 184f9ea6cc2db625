package dev.tr50.gateway.attribute;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.Publication;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.Recording;

/** {@code thing.attr.set}: the older spelling of {@code attribute.publish}, which always means now. */
public final class ThingAttrSet implements Command<ThingAttrSet.Params, Void> {
    private static final Param<String> VALUE = Attributes.VALUE.required();

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "thing.attr.set", Params::from, Void.class, "Sets a text that describes a thing.")
            .openTo(Access.OWN)
            .inJournal();

    /** What to set. */
    public record Params(ThingChoice thing, String key, String value, boolean republish, String corrId) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments),
                    arguments.get(ValueParams.KEY),
                    arguments.get(VALUE),
                    arguments.get(ValueParams.REPUBLISH),
                    arguments.get(ValueParams.CORR_ID));
        }
    }

    private final Values values;

    public ThingAttrSet(Values values) {
        this.values = values;
    }

    @Override
    public Void run(Caller caller, Params params) {
        AttributeSample sample = new AttributeSample(params.value(), params.corrId());
        values.publish(
                caller,
                params.thing(),
                Attributes.KIND,
                new Publication<>(params.key(), null, sample, new Recording(params.republish(), false)));
        return null;
    }
}
