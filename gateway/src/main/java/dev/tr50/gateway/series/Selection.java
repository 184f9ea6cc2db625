package dev.tr50.gateway.series;

import dev.tr50.gateway.list.Paging;
import dev.tr50.gateway.series.Window.Span;
import dev.tr50.storage.StoredSample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * The records of a time that fulfil a condition, which no index helps to find: they are counted in one walk through the time and
 * picked in a second one. In memory is never more than is told.
 *
 * @param <S> a record's value
 */
public final class Selection<S> {

    /** Visits the records of a time, the oldest first. */
    @FunctionalInterface
    public interface Walk<S> {
        void through(Span span, Consumer<StoredSample<S>> visitor);
    }

    private final Walk<S> walk;
    private final Span span;
    private final Predicate<S> condition;
    private final long count;
    /** Older ones than the newest that are asked for. */
    private final long skipped;

    /** Counts. */
    public Selection(Walk<S> walk, Span span, Predicate<S> condition) {
        this.walk = walk;
        this.span = span;
        this.condition = condition;
        long[] found = new long[1];
        each((index, sample) -> found[0]++);
        this.count = span.newest() == null ? found[0] : Math.min(span.newest(), found[0]);
        this.skipped = found[0] - count;
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** A page of them. */
    public List<StoredSample<S>> page(Paging paging, boolean newestFirst) {
        long first = newestFirst ? count - paging.offset() - paging.limit() : paging.offset();
        long end = newestFirst ? count - paging.offset() : paging.offset() + paging.limit();
        List<StoredSample<S>> page = pick(index -> index >= first && index < end);
        if (newestFirst) {
            Collections.reverse(page);
        }
        return page;
    }

    /** At most so many of them, evenly spread, with the first and the last. */
    public List<StoredSample<S>> thinned(int most) {
        if (count <= most) {
            return pick(index -> true);
        }
        // The next one that is told; the spread is even in numbers of records, not in time.
        long[] told = new long[1];
        return pick(index -> {
            boolean due = index * (most - 1) >= told[0] * (count - 1);
            told[0] += due ? 1 : 0;
            return due;
        });
    }

    private List<StoredSample<S>> pick(LongPredicate isWanted) {
        List<StoredSample<S>> picked = new ArrayList<>();
        each((index, sample) -> {
            if (index >= skipped && index < skipped + count && isWanted.test(index - skipped)) {
                picked.add(sample);
            }
        });
        return picked;
    }

    @FunctionalInterface
    private interface Numbered<S> {
        void take(long index, StoredSample<S> sample);
    }

    private void each(Numbered<S> visitor) {
        long[] index = new long[1];
        walk.through(span, sample -> {
            if (condition.test(sample.value())) {
                visitor.take(index[0]++, sample);
            }
        });
    }
}
