package dev.tr50.gateway.property;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.HistoryParams;
import dev.tr50.gateway.series.Values;

/** {@code property.history}: the numbers that were recorded. */
public final class PropertyHistory implements Command<HistoryParams, Numbers> {
    public static final Signature<HistoryParams, Numbers> SIGNATURE = Signature.reading(
            "property.history",
            HistoryParams::from,
            Numbers.class,
            "Tells the numbers that a thing measured in some time.");

    private final Values values;

    public PropertyHistory(Values values) {
        this.values = values;
    }

    @Override
    public Numbers run(Caller caller, HistoryParams params) {
        return Numbers.of(
                values.series(caller, params.thing(), Properties.KIND, params.key())
                        .history(params.part())
                        .samples(),
                params.split(),
                params.returnIds());
    }
}
