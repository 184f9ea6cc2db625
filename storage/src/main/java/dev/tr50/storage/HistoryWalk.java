package dev.tr50.storage;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.HandleCallback;

/**
 * Goes through the samples of a series in order, a few blocks at a time. Between two steps blocks may be divided, taken together
 * or deleted; the walk goes on behind the place where it was, so it meets each sample that stays exactly once.
 */
final class HistoryWalk {

    private static final int BLOCKS_READ = 8;
    private static final int BLOCKS_COUNTED = 512;

    /** How the database is asked. */
    interface Source {
        <T> T read(HandleCallback<T, RuntimeException> statements);
    }

    private final Source source;
    private final SeriesSnapshot series;
    private final Place from;
    private final Place to;
    private final boolean descending;
    private final Deque<Entry> tail = new ArrayDeque<>();
    /** Everything up to here has been met. */
    private Place at;

    private int blocksRead = 1;
    private long met;

    /**
     * @param from the earliest place that counts
     * @param to the latest one
     */
    HistoryWalk(Source source, SeriesSnapshot series, Place from, Place to, boolean descending) {
        this.source = source;
        this.series = series;
        this.from = from;
        this.to = to;
        this.descending = descending;
        this.at = descending ? to : from;
        series.tail().stream().filter(entry -> isInside(entry.place())).forEach(descending ? tail::push : tail::add);
    }

    /**
     * Visits samples, beginning behind those to be left out.
     *
     * @param offset how many to leave out
     * @param visitor is called with each until it answers false
     */
    void visit(long offset, Predicate<Entry> visitor) {
        Predicate<Entry> behindOffset = entry -> ++met <= offset || visitor.test(entry);
        boolean more = true;
        while (more) {
            leaveOut(offset);
            more = visitSome(behindOffset);
        }
    }

    /** How many samples there are, with those that {@link #visit} met. */
    long count() {
        visit(Long.MAX_VALUE, entry -> true);
        return met;
    }

    private boolean visitSome(Predicate<Entry> visitor) {
        blocksRead = Math.min(2 * blocksRead, BLOCKS_READ);
        List<BlockRows.Block> blocks = page(true, blocksRead);
        for (BlockRows.Block block : blocks) {
            if (isBehindEnd(block)) {
                visitTail(null, visitor);
                return false;
            }
            if (!visit(block, visitor)) {
                return false;
            }
        }
        boolean more = blocks.size() == blocksRead;
        if (!more) {
            visitTail(null, visitor);
        }
        return more;
    }

    private boolean visit(BlockRows.Block block, Predicate<Entry> visitor) {
        List<Entry> entries = block.entries();
        if (descending) {
            Collections.reverse(entries);
        }
        for (Entry entry : entries) {
            if (isAhead(entry.place()) && isInside(entry.place()) && entry.no() <= series.settled()) {
                if (!visitTail(entry.place(), visitor) || !meet(entry, visitor)) {
                    return false;
                }
            }
        }
        pass(farEnd(block));
        return true;
    }

    private boolean meet(Entry entry, Predicate<Entry> visitor) {
        pass(entry.place());
        return visitor.test(entry);
    }

    private void pass(Place place) {
        if (isAhead(place)) {
            at = place;
        }
    }

    /** Visits those of the tail that come before a place; all when it is null. */
    private boolean visitTail(Place end, Predicate<Entry> visitor) {
        while (!tail.isEmpty() && (end == null || compare(tail.peek().place(), end) < 0)) {
            if (!visitor.test(tail.remove())) {
                return false;
            }
        }
        return true;
    }

    /** Counts samples without reading them, by whole blocks. */
    private void leaveOut(long most) {
        boolean more = met < most;
        while (more) {
            List<BlockRows.Block> blocks = page(false, BLOCKS_COUNTED);
            more = blocks.size() == BLOCKS_COUNTED && blocks.stream().allMatch(block -> leaveOut(block, most));
        }
    }

    private boolean leaveOut(BlockRows.Block block, long most) {
        if (!isAhead(farEnd(block))) {
            return true;
        }
        while (met < most && !tail.isEmpty() && compare(tail.peek().place(), nearEnd(block)) < 0) {
            tail.remove();
            met++;
        }
        boolean whole = isAhead(nearEnd(block))
                && isInside(block.first())
                && isInside(block.last())
                && block.highest() <= series.settled()
                && (tail.isEmpty() || compare(tail.peek().place(), farEnd(block)) > 0);
        if (!whole || block.count() > most - met) {
            return false;
        }
        met += block.count();
        at = farEnd(block);
        return true;
    }

    private List<BlockRows.Block> page(boolean content, int most) {
        if (series.id() == 0) {
            return List.of();
        }
        return source.read(handle -> {
            if (descending) {
                return BlockRows.before(handle, series.id(), at, content, most);
            }
            Place begin = BlockRows.floor(handle, series.id(), at)
                    .map(block -> new Place(block.first().ts(), block.first().no() - 1))
                    .orElse(at);
            return BlockRows.behind(handle, series.id(), begin, content, most);
        });
    }

    private boolean isBehindEnd(BlockRows.Block block) {
        return descending ? block.last().compareTo(from) < 0 : block.first().compareTo(to) > 0;
    }

    private boolean isInside(Place place) {
        return place.compareTo(from) >= 0 && place.compareTo(to) <= 0;
    }

    private boolean isAhead(Place place) {
        return compare(place, at) > 0;
    }

    private int compare(Place a, Place b) {
        return descending ? b.compareTo(a) : a.compareTo(b);
    }

    private Place nearEnd(BlockRows.Block block) {
        return descending ? block.last() : block.first();
    }

    private Place farEnd(BlockRows.Block block) {
        return descending ? block.first() : block.last();
    }
}
