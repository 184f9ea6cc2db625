package dev.tr50.storage;

import java.time.Instant;

/**
 * What is recorded of a series.
 *
 * @param records how many samples
 * @param first the time of the earliest; null when there is none
 * @param last the time of the latest, likewise
 */
public record SeriesStats(long records, Instant first, Instant last) {

    /** Of a series that there is not. */
    public static final SeriesStats NONE = new SeriesStats(0, null, null);
}
