package dev.tr50.gateway.attribute;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import java.time.Instant;

/** {@code attribute.current}: a text that describes a thing. */
public final class AttributeCurrent implements Command<AttributeCurrent.Params, Attributes.Current> {
    public static final Signature<Params, Attributes.Current> SIGNATURE = Signature.reading(
            "attribute.current", Params::from, Attributes.Current.class, "Tells a text that describes a thing.");

    /** Which attribute. */
    public record Params(ThingChoice thing, String key, Instant ts) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments), arguments.get(ValueParams.KEY), arguments.get(ValueParams.AT));
        }
    }

    private final Values values;

    public AttributeCurrent(Values values) {
        this.values = values;
    }

    @Override
    public Attributes.Current run(Caller caller, Params params) {
        return Attributes.current(values, caller, params.thing(), params.key(), params.ts());
    }
}
