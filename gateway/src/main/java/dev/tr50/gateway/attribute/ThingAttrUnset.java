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
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.Recording;

/** {@code thing.attr.unset}: takes the text of an attribute away; one that has none is fine. */
public final class ThingAttrUnset implements Command<ThingAttrUnset.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "thing.attr.unset",
                    Params::from,
                    Void.class,
                    "Takes away a text that describes a thing; succeeds when there is none.")
            .openTo(Access.OWN)
            .inJournal();

    /** Which attribute. */
    public record Params(ThingChoice thing, String key, String corrId) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments), arguments.get(ValueParams.KEY), arguments.get(ValueParams.CORR_ID));
        }
    }

    private final Values values;

    public ThingAttrUnset(Values values) {
        this.values = values;
    }

    @Override
    public Void run(Caller caller, Params params) {
        AttributeSample sample = new AttributeSample(null, params.corrId());
        values.publish(
                caller, params.thing(), Attributes.KIND, new Publication<>(params.key(), null, sample, Recording.NEWS));
        return null;
    }
}
