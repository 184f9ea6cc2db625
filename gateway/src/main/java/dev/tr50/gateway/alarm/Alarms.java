package dev.tr50.gateway.alarm;

import dev.tr50.gateway.series.ValueKind;
import dev.tr50.storage.AlarmSample;

/** States that things enter. */
final class Alarms {
    static final ValueKind<AlarmSample> KIND =
            new ValueKind<>("Alarm", AlarmSample.KIND, sample -> Integer.toString(sample.state()));

    private Alarms() {}
}
