package dev.tr50.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/** Takes samples out of their blocks, a few blocks in each transaction, and finds the newest of those that stay. */
final class SampleDeletion {

    private static final int BLOCKS_AT_ONCE = 32;

    /** Samples looked at to find since when a series says what it says. */
    private static final int MOST_SAME = 10_000;

    private final Database database;
    private final Heads heads;
    private final Settling settling;
    private final Supplier<CompletableFuture<Void>> durable;

    SampleDeletion(Database database, Heads heads, Settling settling, Supplier<CompletableFuture<Void>> durable) {
        this.database = database;
        this.heads = heads;
        this.settling = settling;
        this.durable = durable;
    }

    /**
     * What is to be deleted of a series.
     *
     * @param behind the samples behind this place
     * @param upTo up to this one
     * @param only null, or the number of the only one
     * @param spared null, or the place of one that stays
     */
    record Range(Place behind, Place upTo, Long only, Place spared) {

        private static final Place BEGINNING = Place.before(Long.MIN_VALUE);
        private static final Place END = Place.behind(Long.MAX_VALUE);

        /** The sample of a number. */
        static Range only(long number) {
            return new Range(BEGINNING, END, number, null);
        }

        /** The samples of a time span; null for its beginning or end is that of the series. */
        static Range between(Instant from, Instant to) {
            return new Range(
                    from == null ? BEGINNING : Place.before(Micros.of(from)),
                    to == null ? END : Place.behind(Micros.of(to)),
                    null,
                    null);
        }

        /** All before a time but one. */
        static Range before(Instant time, Place spared) {
            return new Range(BEGINNING, Place.before(Micros.of(time)), null, spared);
        }

        boolean has(Entry entry) {
            return entry.place().compareTo(behind) > 0
                    && entry.place().compareTo(upTo) <= 0
                    && (only == null || only == entry.no())
                    && !entry.place().equals(spared);
        }

        boolean hasAll(BlockRows.Block block) {
            return only == null
                    && block.first().compareTo(behind) > 0
                    && block.last().compareTo(upTo) <= 0
                    && (spared == null || spared.compareTo(block.first()) < 0 || spared.compareTo(block.last()) > 0);
        }
    }

    /** @param next behind which place to go on; null at the end */
    private record Step(SeriesRows.Row row, long deleted, Place next) {}

    /** Has everything that a series got before the call in blocks. */
    void settle(SeriesName name) {
        try {
            durable.get().join();
        } catch (CompletionException e) {
            throw new StorageException("What was published cannot be brought to disk", e.getCause());
        }
        if (!settling.settle(List.of(name), Long.MAX_VALUE)) {
            throw new StorageException("The storage is being closed", null);
        }
    }

    /** How many were deleted of those in blocks. */
    long delete(SeriesName name, SampleKind<?> kind, Range range) {
        long deleted = 0;
        Place at = range.behind();
        while (at != null) {
            Place behind = at;
            Step step = settling.alone(() -> deleteSome(name, kind, range, behind));
            deleted += step.deleted();
            at = step.next();
            database.giveWay();
        }
        return deleted;
    }

    private Step deleteSome(SeriesName name, SampleKind<?> kind, Range range, Place behind) {
        SeriesRows.Row row = heads.with(name, Series::row);
        if (row == null || !row.isBorn()) {
            return new Step(row, 0, null);
        }
        // Looked for before others have to wait: with millions of samples that arrived out of order it takes a while.
        Optional<BlockRows.Block> only = range.only() == null
                ? Optional.empty()
                : database.read(handle -> BlockRows.withNumber(handle, row.id(), range.only()));
        Step step = database.write(handle -> deleteSome(handle, row, kind, range, only, behind));
        if (step.deleted() > 0) {
            heads.settled(name, step.row());
        }
        return step;
    }

    private static Step deleteSome(
            Handle handle,
            SeriesRows.Row row,
            SampleKind<?> kind,
            Range range,
            Optional<BlockRows.Block> only,
            Place behind) {
        if (SeriesRows.find(handle, row.id()).isEmpty()) {
            // Its owner has been deleted meanwhile, and a block that is written now would stay for ever.
            return new Step(row, 0, null);
        }
        List<BlockRows.Block> blocks = range.only() == null
                ? blocks(handle, row.id(), range, behind)
                : only.stream().toList();
        long deleted = 0;
        for (BlockRows.Block block : blocks) {
            deleted += deleteFrom(handle, block, range);
        }
        Place next = blocks.size() < BLOCKS_AT_ONCE || range.only() != null
                ? null
                : blocks.get(blocks.size() - 1).last();
        if (deleted == 0) {
            return new Step(row, 0, next);
        }
        SeriesRows.Row left = new SeriesRows.Row(row.id(), row.settled(), row.count() - deleted, row.head(), true);
        SeriesRows.Row after =
                new SeriesRows.Row(row.id(), row.settled(), left.count(), head(handle, left, kind), true);
        SeriesRows.update(handle, after);
        return new Step(after, deleted, next);
    }

    private static List<BlockRows.Block> blocks(Handle handle, long series, Range range, Place behind) {
        Place begin = BlockRows.floor(handle, series, behind)
                .map(block -> new Place(block.first().ts(), block.first().no() - 1))
                .orElse(behind);
        return BlockRows.behind(handle, series, begin, false, BLOCKS_AT_ONCE).stream()
                .takeWhile(block -> block.first().compareTo(range.upTo()) <= 0)
                .toList();
    }

    private static long deleteFrom(Handle handle, BlockRows.Block block, Range range) {
        if (range.hasAll(block)) {
            BlockRows.delete(handle, block);
            return block.count();
        }
        List<Entry> staying = BlockRows.withContent(handle, block).entries().stream()
                .filter(entry -> !range.has(entry))
                .toList();
        if (staying.size() < block.count()) {
            BlockRows.delete(handle, block);
            if (!staying.isEmpty()) {
                BlockRows.insert(handle, block.series(), staying);
            }
        }
        return block.count() - staying.size();
    }

    /** The newest sample that is left. */
    private static Head head(Handle handle, SeriesRows.Row left, SampleKind<?> kind) {
        Newest<?> newest = new Newest<>(kind, left.head());
        new HistoryWalk(new InTransaction(handle), SeriesSnapshot.settled(left), Range.BEGINNING, Range.END, true)
                .visit(0, newest::look);
        return newest.head();
    }

    private record InTransaction(Handle handle) implements HistoryWalk.Source {
        @Override
        public <T> T read(HandleCallback<T, RuntimeException> statements) {
            return statements.withHandle(handle);
        }
    }

    /** Finds the newest sample and since when the series says what it says. */
    private static final class Newest<S> {
        private final SampleKind<S> kind;
        private final Head before;
        private Head head;
        private S value;
        private int looks;

        Newest(SampleKind<S> kind, Head before) {
            this.kind = kind;
            this.before = before;
        }

        boolean look(Entry entry) {
            S earlier = kind.sample(CellsCodec.decode(entry.value()));
            if (head == null) {
                head = Head.after(null, entry);
                value = earlier;
                // It is still the same one, and since when is known.
                if (before != null && before.place().equals(head.place())) {
                    head = before;
                    return false;
                }
                return true;
            }
            boolean same = kind.isSame(earlier, value);
            if (same) {
                head = new Head(head.place(), entry.ts(), head.value());
            }
            return same && ++looks < MOST_SAME;
        }

        Head head() {
            return head;
        }
    }
}
