package dev.tr50.gateway.attribute;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.series.ValueKind;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.CurrentSample;
import java.time.Instant;

/** Texts that describe things: one store behind {@code attribute.*} and {@code thing.attr.*}. */
final class Attributes {
    private static final int LONGEST = 1_000_000;

    static final Param<String> VALUE = Param.textOf("value", "The text; an empty one is a value like any other.")
            .as(ValueParams.atMost(LONGEST));

    /** Subscribers get an empty text when an attribute is unset. */
    static final ValueKind<AttributeSample> KIND =
            new ValueKind<>("Attribute", AttributeSample.KIND, sample -> sample.value() == null ? "" : sample.value());

    private Attributes() {}

    /** The text of an attribute. */
    public record Current(
            @Describe("The text.") String value,
            @Describe("When it was set.") Instant ts) {}

    static Current current(Values values, Caller caller, ThingChoice thing, String key, Instant ts) {
        CurrentSample<AttributeSample> current =
                values.current(caller, thing, KIND, key, ts, sample -> sample.value() != null);
        return new Current(current.value().value(), current.ts());
    }
}
