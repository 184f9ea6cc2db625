package dev.tr50.gateway.attribute;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.CurrentParams;

/** {@code attribute.current}: a text that describes a thing. */
public final class AttributeCurrent implements Command<CurrentParams, CurrentTexts.Current> {
    public static final Signature<CurrentParams, CurrentTexts.Current> SIGNATURE = Signature.reading(
            "attribute.current",
            CurrentParams::from,
            CurrentTexts.Current.class,
            "Tells a text that describes a thing, or the one that did so at a time.");

    private final CurrentTexts texts;

    public AttributeCurrent(CurrentTexts texts) {
        this.texts = texts;
    }

    @Override
    public CurrentTexts.Current run(Caller caller, CurrentParams params) {
        return texts.of(caller, params);
    }
}
