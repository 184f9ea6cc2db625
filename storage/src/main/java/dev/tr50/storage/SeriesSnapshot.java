package dev.tr50.storage;

import java.util.List;

/**
 * A series at a moment: what is in blocks up to a number, and what is not.
 *
 * @param id 0 when there is no sample
 * @param settled number of the last sample that is looked for in blocks; later ones came after the moment, or are in the tail
 * @param count of the samples in blocks
 * @param tail the others, in order
 */
record SeriesSnapshot(long id, long settled, long count, List<Entry> tail) {

    static SeriesSnapshot of(Series series) {
        SeriesRows.Row row = series.row();
        if (row == null) {
            return new SeriesSnapshot(0, 0, 0, List.of());
        }
        List<Entry> tail =
                series.tail().entries().stream().sorted(Entry.IN_ORDER).toList();
        return new SeriesSnapshot(row.id(), row.settled(), row.count(), tail);
    }

    /** A series all of whose samples are in blocks. */
    static SeriesSnapshot settled(SeriesRows.Row row) {
        return new SeriesSnapshot(row.id(), row.settled(), row.count(), List.of());
    }
}
