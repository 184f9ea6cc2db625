package dev.tr50.storage;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What things publish, in series of samples; of each series the newest sample. */
public final class TimeSeries {

    private final Database database;

    TimeSeries(Database database) {
        this.database = database;
    }

    /**
     * Adds a sample to a series, which begins with it when there is none. It becomes the current one unless that is newer; of
     * two with one time the later to arrive counts. A repetition of the current sample is left out.
     *
     * @param key of the series, at most 128 characters; empty for a kind of which a thing has one series
     * @param republish whether a repetition counts like any other sample
     * @return whether it is the current sample now
     */
    public <S> boolean add(String thingId, SampleKind<S> kind, String key, Sample<S> sample, boolean republish) {
        return database.write(handle -> {
            Optional<SeriesRows.Row<S>> series = SeriesRows.findToChange(handle, thingId, kind, key);
            if (series.isPresent()) {
                return becomesCurrent(handle, kind, series.get(), sample, republish);
            }
            if (kind.isWithdrawal(sample.value())) {
                return false;
            }
            SeriesRows.insert(handle, thingId, kind, key, sample);
            return true;
        });
    }

    private static <S> boolean becomesCurrent(
            Handle handle, SampleKind<S> kind, SeriesRows.Row<S> series, Sample<S> sample, boolean republish) {
        CurrentSample<S> current = series.current();
        boolean repetition = !republish && kind.isRepetition(current.value(), sample.value());
        if (SeriesRows.micros(sample.ts()) < SeriesRows.micros(current.ts()) || repetition) {
            return false;
        }
        boolean same = kind.isSame(current.value(), sample.value());
        SeriesRows.update(handle, kind, series.id(), sample, same ? current.since() : sample.ts());
        return true;
    }

    /** The newest sample of a series; empty when there is none. */
    public <S> Optional<CurrentSample<S>> current(String thingId, SampleKind<S> kind, String key) {
        return database.read(
                handle -> SeriesRows.find(handle, thingId, kind, key).map(SeriesRows.Row::current));
    }
}
