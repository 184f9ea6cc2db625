package dev.tr50.storage;

import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes samples that are older than they are to be kept; of each series, the newest one stays. */
final class SampleExpiry {

    private static final Logger LOG = LoggerFactory.getLogger(SampleExpiry.class);
    private static final int SERIES_AT_ONCE = 500;

    private final Database database;
    private final SampleDeletion deletion;
    private final Retention retention;

    SampleExpiry(Database database, SampleDeletion deletion, Retention retention) {
        this.database = database;
        this.deletion = deletion;
        this.retention = retention;
    }

    void removeExpired(Instant now) {
        retention.byKind().forEach((kind, age) -> removeExpired(kind, now.minus(age)));
    }

    private void removeExpired(SampleKind<?> kind, Instant before) {
        long after = Long.MIN_VALUE;
        List<SeriesRows.Named> some = next(kind, after);
        while (!some.isEmpty()) {
            for (SeriesRows.Named series : some) {
                after = series.row().id();
                removeExpired(series, kind, before);
            }
            some = next(kind, after);
        }
    }

    private void removeExpired(SeriesRows.Named series, SampleKind<?> kind, Instant before) {
        Head newest = series.row().head();
        if (newest != null && begins(series.row().id(), before)) {
            delete(series.name(), kind, SampleDeletion.Range.before(before, newest.place()));
        }
    }

    /** What is damaged in one series keeps nobody else's samples. */
    private void delete(SeriesName series, SampleKind<?> kind, SampleDeletion.Range range) {
        try {
            deletion.delete(series, kind, range);
        } catch (DamagedBlockException e) {
            LOG.warn("Expired samples stay: {}", e.getMessage());
        }
    }

    private List<SeriesRows.Named> next(SampleKind<?> kind, long after) {
        return database.read(handle -> SeriesRows.ofKind(handle, kind.name(), after, SERIES_AT_ONCE));
    }

    private boolean begins(long series, Instant before) {
        Place place = Place.before(Micros.of(before));
        return !database.read(handle -> BlockRows.before(handle, series, place, false, 1))
                .isEmpty();
    }
}
