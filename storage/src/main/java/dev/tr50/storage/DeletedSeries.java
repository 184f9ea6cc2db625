package dev.tr50.storage;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Removes the blocks of series that have been deleted, a few at a time: there may be millions of samples. Nobody finds them any
 * more. What a crash leaves is removed by the next sweep.
 */
final class DeletedSeries {

    static final int BLOCKS_AT_ONCE = 100;
    private static final int SERIES_AT_ONCE = 100;

    private final Database database;
    private final BlobRemoval later;

    /** @param later has a thread for what is removed afterwards */
    DeletedSeries(Database database, BlobRemoval later) {
        this.database = database;
        this.later = later;
    }

    /** Removes them on another thread. */
    void remove() {
        later.later(() -> {
            if (removeSome()) {
                remove();
            }
        });
    }

    /** Returns when none is left. */
    void removeAll() {
        boolean more = true;
        while (more) {
            more = removeSome();
            database.giveWay();
        }
    }

    private boolean removeSome() {
        return database.write(DeletedSeries::removeSome);
    }

    private static boolean removeSome(Handle handle) {
        List<Long> series = handle.createQuery("""
                        SELECT series_id FROM deleted_series ORDER BY series_id FETCH FIRST :most ROWS ONLY
                        """)
                .bind("most", SERIES_AT_ONCE)
                .mapTo(Long.class)
                .list();
        if (series.isEmpty()) {
            return false;
        }
        List<Long> blocks = handle.createQuery("""
                        SELECT pk FROM sample_blocks WHERE series_id = ANY(:series) FETCH FIRST :most ROWS ONLY
                        """)
                .bindArray("series", Long.class, series.toArray())
                .bind("most", BLOCKS_AT_ONCE)
                .mapTo(Long.class)
                .list();
        String rest = blocks.isEmpty()
                ? "DELETE FROM deleted_series WHERE series_id = ANY(:keys)"
                : "DELETE FROM sample_blocks WHERE pk = ANY(:keys)";
        handle.createUpdate(rest)
                .bindArray("keys", Long.class, (blocks.isEmpty() ? series : blocks).toArray())
                .execute();
        return true;
    }
}
