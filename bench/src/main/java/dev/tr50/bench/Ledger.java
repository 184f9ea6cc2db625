package dev.tr50.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What the well-behaved have seen in each phase of a run: times from when something was due to when it was answered. */
final class Ledger {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    /** One kind of request in one phase. */
    static final class Column {
        private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
        private long failed;
        private long unanswered;

        double percentile(double percent) {
            return micros.getValueAtPercentile(percent) / 1000.0;
        }

        double longest() {
            return micros.getMaxValue() / 1000.0;
        }

        long answered() {
            return micros.getTotalCount();
        }

        long failed() {
            return failed;
        }

        long unanswered() {
            return unanswered;
        }
    }

    private final Map<String, Map<String, Column>> kinds = new LinkedHashMap<>();
    private String phase;

    /** A phase begins; null for times that do not count. */
    synchronized void phase(String name) {
        phase = name;
    }

    /** Where what is due now is written; null when it does not count. */
    synchronized Column column(String kind) {
        return phase == null
                ? null
                : kinds.computeIfAbsent(kind, unknown -> new LinkedHashMap<>())
                        .computeIfAbsent(phase, unknown -> new Column());
    }

    synchronized void answered(Column column, long nanos, boolean success) {
        if (column != null) {
            column.micros.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS));
            column.failed += success ? 0 : 1;
        }
    }

    /** It was never answered, or could not be sent because its connection was gone. */
    synchronized void unanswered(Column column) {
        if (column != null) {
            column.unanswered++;
        }
    }

    Collection<String> kinds() {
        return kinds.keySet();
    }

    /** What was seen of a kind in a phase. */
    Column of(String kind, String name) {
        return kinds.get(kind).getOrDefault(name, new Column());
    }
}
