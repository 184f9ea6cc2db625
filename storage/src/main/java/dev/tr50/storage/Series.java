package dev.tr50.storage;

import java.util.List;

/**
 * A series in memory: its newest sample, and the samples that are in no block yet. For one thread at a time: see {@link Heads}.
 */
final class Series {

    /** What a series costs beside its samples, roughly, in bytes. */
    private static final int OWN_BYTES = 400;

    private final SeriesName name;
    private final Tail tail = new Tail();
    private SeriesRows.Row row;
    private Head head;
    private boolean announced;

    /** @param row what the database has of it; null when it is new */
    Series(SeriesName name, SeriesRows.Row row) {
        this.name = name;
        this.row = row;
        this.head = row == null ? null : row.head();
        this.announced = row != null;
    }

    SeriesName name() {
        return name;
    }

    /** What the database has of it; null while it has nothing. */
    SeriesRows.Row row() {
        return row;
    }

    /** The number by which blocks and journal know it: that of its first sample. 0 when there was none. */
    long id() {
        return row == null ? 0 : row.id();
    }

    /** Whether the journal or the database tells whose the samples under this number are. */
    boolean isAnnounced() {
        return announced;
    }

    void announce(long id) {
        row = SeriesRows.Row.unborn(id);
        announced = true;
    }

    Head head() {
        return head;
    }

    Tail tail() {
        return tail;
    }

    boolean isSettled() {
        return tail.count() == 0;
    }

    void add(Entry entry) {
        tail.add(entry);
        head = Head.after(head, entry);
    }

    /** The database has this of it now. */
    void settled(SeriesRows.Row settled) {
        row = settled;
        tail.drop(settled.settled());
        head = settled.head();
        tail.entries().forEach(entry -> head = Head.after(head, entry));
    }

    /** Those that the database does not have up to a number, in the order of their arrival. */
    List<Entry> unsettled(long upTo) {
        return tail.entries().stream().filter(entry -> entry.no() <= upTo).toList();
    }

    /** How much memory it takes when it is settled, roughly, in bytes. */
    int weight() {
        return OWN_BYTES + (head == null ? 0 : 2 * head.value().length);
    }
}
