package dev.tr50.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Moves samples from the journal into blocks, some of one series in each transaction. The row of the series tells up to which
 * number that has been done, so each sample counts once, whenever a crash comes.
 */
final class Settling {

    /** How long others who change something may have to wait. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final int MOST_SAMPLES = 4 * BlockMerge.MOST_SAMPLES;
    private static final int MOST_BLOCKS = 16;

    private final Database database;
    private final Heads heads;
    private final Journal journal;
    /** Blocks are changed by one at a time. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile boolean ending;

    Settling(Database database, Heads heads, Journal journal) {
        this.database = database;
        this.heads = heads;
        this.journal = journal;
    }

    /**
     * Samples of a series that are moved together.
     *
     * @param after what the database has of it then; null when its owner has been deleted
     * @param isAll whether no more are left
     */
    private record Move(SeriesName name, SeriesRows.Row after, boolean isAll) {}

    /** Ends after the transaction that runs; what is left stays in the journal. */
    void end() {
        ending = true;
    }

    /** Has the next sync bring to disk what was moved. */
    void moved() {
        database.changed();
    }

    /** Has blocks changed by nobody else meanwhile. */
    <T> T alone(Supplier<T> change) {
        changing.lock();
        try {
            return change.get();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Moves samples, those of several series in each transaction, because each costs the database a write.
     *
     * @param upTo number of the last one; only those on the disk are moved
     * @return whether all of them were
     */
    boolean settle(Collection<SeriesName> names, long upTo) {
        Deque<SeriesName> left = new ArrayDeque<>(names);
        while (!left.isEmpty() && !ending) {
            alone(() -> settleSome(left, Math.min(upTo, journal.synced())));
            database.giveWay();
        }
        return left.isEmpty();
    }

    private Void settleSome(Deque<SeriesName> left, long upTo) {
        List<Move> moves = new ArrayList<>();
        database.writeEventually(handle -> {
            long end = System.nanoTime() + TURN_NANOS;
            do {
                move(handle, left.remove(), upTo).ifPresent(moves::add);
            } while (!left.isEmpty() && System.nanoTime() < end);
            return null;
        });
        for (Move move : moves) {
            if (move.after() == null) {
                heads.forget(move.name());
            } else {
                heads.settled(move.name(), move.after());
                if (!move.isAll()) {
                    left.add(move.name());
                }
            }
        }
        return null;
    }

    private Optional<Move> move(Handle handle, SeriesName name, long upTo) {
        List<Entry> unsettled = new ArrayList<>();
        SeriesRows.Row before = heads.with(name, series -> {
            unsettled.addAll(series.unsettled(upTo));
            return series.row();
        });
        if (unsettled.isEmpty()) {
            return Optional.empty();
        }
        BlockMerge merge = new BlockMerge(handle, before.id());
        List<Entry> entries = unsettled.subList(0, Math.min(unsettled.size(), MOST_SAMPLES));
        Optional<List<BlockMerge.Group>> plan = merge.plan(entries, MOST_BLOCKS);
        while (plan.isEmpty()) {
            entries = entries.subList(0, entries.size() / 2);
            plan = merge.plan(entries, MOST_BLOCKS);
        }
        SeriesRows.Row after = after(before, entries);
        boolean there = before.isBorn() ? SeriesRows.update(handle, after) : SeriesRows.insert(handle, name, after);
        if (there) {
            plan.get().forEach(merge::write);
        }
        return Optional.of(new Move(name, there ? after : null, entries.size() == unsettled.size()));
    }

    private static SeriesRows.Row after(SeriesRows.Row row, List<Entry> entries) {
        Head head = row.head();
        for (Entry entry : entries) {
            head = Head.after(head, entry);
        }
        long last = entries.get(entries.size() - 1).no();
        return new SeriesRows.Row(row.id(), last, row.count() + entries.size(), head, true);
    }
}
