package dev.tr50.gateway.series;

import dev.tr50.storage.Retention;
import java.util.Objects;

/**
 * What holds for the values of all things.
 *
 * @param retention how long they are kept
 * @param autoDefineAlarms whether an alarm that is not defined is defined when it is first published, and its states that are
 *     not listed are recorded; thing definitions have no flag for it
 */
public record SeriesRules(Retention retention, boolean autoDefineAlarms) {

    /** Everything is kept, and alarms are defined. */
    public static final SeriesRules DEFAULT = new SeriesRules(Retention.FOREVER, true);

    public SeriesRules {
        Objects.requireNonNull(retention, "retention");
    }
}
