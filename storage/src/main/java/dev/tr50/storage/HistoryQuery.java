package dev.tr50.storage;

import java.time.Instant;

/**
 * A part of the history of a series. Samples are ordered by time, and of equal times by arrival.
 *
 * @param from the earliest time; null for the beginning
 * @param to the latest time; null for the end
 * @param last how many of the newest between these two, at most {@link #MOST_LAST}; null for all
 * @param descending whether the newest come first
 * @param offset how many to leave out in that order, not negative
 * @param limit how many at most, not negative
 */
public record HistoryQuery(Instant from, Instant to, Integer last, boolean descending, long offset, int limit) {

    /** The highest {@code last}. */
    public static final int MOST_LAST = 10_000;

    public HistoryQuery {
        if (offset < 0 || limit < 0 || last != null && (last < 0 || last > MOST_LAST)) {
            throw new IllegalArgumentException("Not a part of a history: " + last + ", " + offset + ", " + limit);
        }
    }
}
