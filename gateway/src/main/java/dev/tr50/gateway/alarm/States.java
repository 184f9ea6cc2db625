package dev.tr50.gateway.alarm;

import dev.tr50.gateway.series.Columns;
import dev.tr50.gateway.series.Part;
import dev.tr50.gateway.series.ThingSeries;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.AlarmSample;
import dev.tr50.storage.HistoryQuery;
import dev.tr50.storage.StoredSample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The states that an alarm was in, in one of two forms. */
public sealed interface States {

    /** One object for each. */
    record Records(
            @Describe("The states with their times, in order of time.")
            List<Row> values) implements States {}

    /** One state. */
    record Row(
            @Describe("The state: its place in the list of the alarm's states.")
            int state,

            @Describe("What there is to say of it.") Optional<String> msg,
            @Describe("When it was published.") Instant ts,

            @Describe("Whole seconds until the next record of the alarm, or until now.")
            long duration,

            @Describe("Id of the record, with returnIds.") Optional<String> id,

            @Describe("The publisher's mark, if it gave one.")
            Optional<String> corrId,

            @Describe("Where it happened: degrees north.") Optional<Double> lat,
            @Describe("Where it happened: degrees east.") Optional<Double> lng) {

        private static Row of(StoredSample<AlarmSample> sample, long duration, boolean returnIds) {
            AlarmSample alarm = sample.value();
            return new Row(
                    alarm.state(),
                    Optional.ofNullable(alarm.msg()),
                    sample.ts(),
                    duration,
                    Columns.id(sample, returnIds),
                    Optional.ofNullable(alarm.corrId()),
                    Optional.ofNullable(alarm.lat()),
                    Optional.ofNullable(alarm.lng()));
        }
    }

    /** Parallel arrays. */
    record Arrays(
            @Describe("The time of each state, in order.") List<Instant> timestamps,
            @Describe("The states.") List<Integer> states,

            @Describe("What there is to say of each; null where nothing was said.")
            List<String> messages,

            @Describe("Whole seconds from each record to the next one, or to now.")
            List<Long> durations,

            @Describe("The id of each record, with returnIds.")
            Optional<List<String>> ids)
            implements States {}

    /** What was recorded of an alarm. */
    static States of(ThingSeries<AlarmSample> series, Part part, boolean split, boolean returnIds) {
        List<StoredSample<AlarmSample>> samples = series.history(part).samples();
        List<Long> durations = durations(series, samples, part.newestFirst());
        if (split) {
            return new Arrays(
                    Columns.of(samples, StoredSample::ts),
                    Columns.of(samples, sample -> sample.value().state()),
                    Columns.of(samples, sample -> sample.value().msg()),
                    durations,
                    Columns.ids(samples, returnIds));
        }
        List<Row> rows = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            rows.add(Row.of(samples.get(i), durations.get(i), returnIds));
        }
        return new Records(rows);
    }

    private static List<Long> durations(
            ThingSeries<AlarmSample> series, List<StoredSample<AlarmSample>> samples, boolean newestFirst) {
        if (samples.isEmpty()) {
            return List.of();
        }
        List<Instant> times = new ArrayList<>(Columns.of(samples, StoredSample::ts));
        if (newestFirst) {
            Collections.reverse(times);
        }
        times.add(afterwards(series, times.get(times.size() - 1)));
        List<Long> durations = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            durations.add(
                    Math.max(0, Duration.between(times.get(i), times.get(i + 1)).toSeconds()));
        }
        if (newestFirst) {
            Collections.reverse(durations);
        }
        return durations;
    }

    /** The time of the record behind the last one; now, when there is none. */
    private static Instant afterwards(ThingSeries<AlarmSample> series, Instant last) {
        HistoryQuery next = new HistoryQuery(last.plus(1, ChronoUnit.MICROS), null, null, false, 0, 1);
        return series.history(next).samples().stream()
                .findFirst()
                .map(StoredSample::ts)
                .orElse(series.now());
    }
}
