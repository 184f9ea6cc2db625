package dev.tr50.storage;

/**
 * Where a sample stands in its series: by time, and of equal times by arrival.
 *
 * @param ts in microseconds since 1970
 * @param no numbers grow with every sample that arrives, whatever its series
 */
record Place(long ts, long no) implements Comparable<Place> {

    /** Before every sample of a time. */
    static Place before(long ts) {
        return new Place(ts, Long.MIN_VALUE);
    }

    /** Behind every sample of a time. */
    static Place behind(long ts) {
        return new Place(ts, Long.MAX_VALUE);
    }

    @Override
    public int compareTo(Place other) {
        int byTime = Long.compare(ts, other.ts);
        return byTime != 0 ? byTime : Long.compare(no, other.no);
    }
}
