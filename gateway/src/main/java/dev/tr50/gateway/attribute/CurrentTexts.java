package dev.tr50.gateway.attribute;

import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.series.CurrentParams;
import dev.tr50.gateway.series.ThingSeries;
import dev.tr50.gateway.series.Values;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.AttributeDefinition;
import dev.tr50.storage.AttributeSample;
import java.time.Instant;
import java.util.Optional;

/** What attributes are: what was set, else what the definition of the thing has as their default. */
public final class CurrentTexts {

    /** The text of an attribute. */
    public record Current(
            @Describe("The text.") String value,

            @Describe("When it was set; absent where it is the default of the thing's definition.")
            Optional<Instant> ts) {}

    private final Values values;
    private final Definitions definitions;

    public CurrentTexts(Values values, Definitions definitions) {
        this.values = values;
        this.definitions = definitions;
    }

    /** @throws dev.tr50.protocol.CommandException when the thing or the text is not there */
    Current of(Caller caller, CurrentParams params) {
        ThingSeries<AttributeSample> series = values.series(caller, params.thing(), Attributes.KIND, params.key());
        return series.valid(params.ts())
                .filter(sample -> sample.value().value() != null)
                .map(sample -> new Current(sample.value().value(), Optional.of(sample.ts())))
                .or(() -> defaultText(series, params.key()))
                .orElseThrow(series::noValue);
    }

    private Optional<Current> defaultText(ThingSeries<AttributeSample> series, String key) {
        return definitions
                .of(series.thing())
                .attribute(key)
                .map(AttributeDefinition::defaultValue)
                .map(text -> new Current(text, Optional.empty()));
    }
}
