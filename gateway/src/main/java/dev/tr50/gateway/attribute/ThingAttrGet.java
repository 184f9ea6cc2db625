package dev.tr50.gateway.attribute;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;

/** {@code thing.attr.get}: the older spelling of {@code attribute.current}. */
public final class ThingAttrGet implements Command<ThingAttrGet.Params, Attributes.Current> {
    public static final Signature<Params, Attributes.Current> SIGNATURE = Signature.reading(
            "thing.attr.get", Params::from, Attributes.Current.class, "Tells a text that describes a thing.");

    /** Which attribute. */
    public record Params(ThingChoice thing, String key) {
        static Params from(Arguments arguments) {
            return new Params(ThingChoice.from(arguments), arguments.get(ValueParams.KEY));
        }
    }

    private final Values values;

    public ThingAttrGet(Values values) {
        this.values = values;
    }

    @Override
    public Attributes.Current run(Caller caller, Params params) {
        return Attributes.current(values, caller, params.thing(), params.key(), null);
    }
}
