package dev.tr50.gateway.attribute;

import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.series.Publication;
import dev.tr50.gateway.series.ValueKind;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.Recording;
import dev.tr50.storage.SampleKind;
import dev.tr50.storage.Thing;
import java.time.Instant;
import java.util.Optional;

/** Texts that describe things: one store behind {@code attribute.*} and {@code thing.attr.*}. */
public final class Attributes implements ValueKind<AttributeSample> {
    /** The kind. */
    public static final Attributes KIND = new Attributes();

    private static final int LONGEST = 1_000_000;

    static final Param<String> VALUE = Param.textOf("value", "The text; an empty one is a value like any other.")
            .as(ValueParams.atMost(LONGEST));

    private Attributes() {}

    @Override
    public SampleKind<AttributeSample> stored() {
        return AttributeSample.KIND;
    }

    @Override
    public String noun() {
        return "Attribute";
    }

    @Override
    public String summary() {
        return "Sets a text that describes a thing. The value null, which must be written, unsets it. A text equal to the current"
                + " one is not recorded, unless republish is true or corrId is another one.";
    }

    /** A value that is written as {@code null} unsets, even where a batch has another beside its items. */
    @Override
    public Publication<AttributeSample> read(Arguments arguments) {
        String key = arguments.get(ValueParams.KEY);
        String given = arguments.get(VALUE);
        boolean unset = arguments.isNull(VALUE);
        Instant ts = arguments.get(ValueParams.TS);
        boolean republish = arguments.get(ValueParams.REPUBLISH);
        String corrId = arguments.get(ValueParams.CORR_ID);
        if (given == null && !unset && arguments.areFine()) {
            arguments.reject("value is required (string)");
        }
        return new Publication<>(
                key, ts, new AttributeSample(unset ? null : given, corrId), new Recording(republish, false));
    }

    /** To unset needs no definition: without one there is nothing to unset. */
    @Override
    public Optional<Publication<AttributeSample>> judged(
            Publication<AttributeSample> publication, Thing thing, Definitions definitions) {
        if (publication.value().value() != null) {
            definitions.attribute(thing, publication.key());
        }
        return Optional.of(publication);
    }

    /** An empty text when an attribute is unset. */
    @Override
    public String text(AttributeSample sample) {
        return sample.value() == null ? "" : sample.value();
    }
}
