package dev.tr50.gateway.attribute;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.CurrentParams;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;

/** {@code thing.attr.get}: the older spelling of {@code attribute.current}. */
public final class ThingAttrGet implements Command<CurrentParams, CurrentTexts.Current> {
    public static final Signature<CurrentParams, CurrentTexts.Current> SIGNATURE = Signature.reading(
            "thing.attr.get", ThingAttrGet::params, CurrentTexts.Current.class, "Tells a text that describes a thing.");

    private final CurrentTexts texts;

    public ThingAttrGet(CurrentTexts texts) {
        this.texts = texts;
    }

    private static CurrentParams params(Arguments arguments) {
        return new CurrentParams(ThingChoice.from(arguments), arguments.get(ValueParams.KEY), null);
    }

    @Override
    public CurrentTexts.Current run(Caller caller, CurrentParams params) {
        return texts.of(caller, params);
    }
}
