package dev.tr50.gateway.property;

import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.formula.Formula;
import dev.tr50.gateway.series.Publication;
import dev.tr50.gateway.series.ValueKind;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Decimal;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.PropertyDefinition;
import dev.tr50.storage.PropertySample;
import dev.tr50.storage.Recording;
import dev.tr50.storage.SampleKind;
import dev.tr50.storage.Thing;
import java.time.Instant;
import java.util.Optional;

/** Numbers that things measure. */
public final class Properties implements ValueKind<PropertySample> {
    /** The kind. */
    public static final Properties KIND = new Properties();

    private static final Param<Double> VALUE =
            Param.number("value", "The number that was measured.").required();
    private static final Param<Boolean> AGGREGATE = Param.flag(
            "aggregate",
            "Accepted without effect: property.aggregate calculates when it is asked, from what is recorded.");

    private Properties() {}

    @Override
    public SampleKind<PropertySample> stored() {
        return PropertySample.KIND;
    }

    @Override
    public String noun() {
        return "Property";
    }

    @Override
    public String summary() {
        return "Records a number that a thing measured. The thing's definition may have a scale, a formula that is applied first,"
                + " and deDuplicate, by which a second number of one time does not count.";
    }

    @Override
    public Publication<PropertySample> read(Arguments arguments) {
        String key = arguments.get(ValueParams.KEY);
        Double value = arguments.get(VALUE);
        Instant ts = arguments.get(ValueParams.TS);
        String corrId = arguments.get(ValueParams.CORR_ID);
        arguments.get(AGGREGATE);
        return new Publication<>(key, ts, new PropertySample(value == null ? 0 : value, corrId), Recording.NEWS);
    }

    @Override
    public Optional<Publication<PropertySample>> judged(
            Publication<PropertySample> publication, Thing thing, Definitions definitions) {
        PropertyDefinition definition = definitions.property(thing, publication.key());
        PropertySample sample = publication.value();
        PropertySample scaled = definition.scale() == null
                ? sample
                : new PropertySample(scaled(sample.value(), definition.scale()), sample.corrId());
        return Optional.of(publication.as(scaled, new Recording(false, definition.deDuplicate())));
    }

    private static double scaled(double value, String scale) {
        double scaled = Formula.parse(scale).of(value);
        if (!Double.isFinite(scaled)) {
            throw new CommandException(
                    ErrorCode.BAD_PARAMETER, "value must be a number for which the scale of the property has a result");
        }
        return scaled;
    }

    @Override
    public String text(PropertySample value) {
        return Decimal.text(value.value());
    }
}
