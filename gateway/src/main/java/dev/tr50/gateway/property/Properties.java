package dev.tr50.gateway.property;

import dev.tr50.gateway.series.ValueKind;
import dev.tr50.protocol.Decimal;
import dev.tr50.storage.PropertySample;

/** Numbers that things measure. */
final class Properties {
    static final ValueKind<PropertySample> KIND =
            new ValueKind<>("Property", PropertySample.KIND, sample -> Decimal.text(sample.value()));

    private Properties() {}
}
