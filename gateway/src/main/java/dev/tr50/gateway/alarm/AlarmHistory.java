package dev.tr50.gateway.alarm;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.HistoryParams;
import dev.tr50.gateway.series.Values;

/** {@code alarm.history}: the states that an alarm was in. */
public final class AlarmHistory implements Command<HistoryParams, States> {
    public static final Signature<HistoryParams, States> SIGNATURE = Signature.reading(
            "alarm.history",
            HistoryParams::from,
            States.class,
            "Tells the states that were recorded of an alarm in some time.");

    private final Values values;

    public AlarmHistory(Values values) {
        this.values = values;
    }

    @Override
    public States run(Caller caller, HistoryParams params) {
        return States.of(
                values.series(caller, params.thing(), Alarms.KIND, params.key()),
                params.part(),
                params.split(),
                params.returnIds());
    }
}
