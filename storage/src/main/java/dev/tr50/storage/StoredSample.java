package dev.tr50.storage;

import java.time.Instant;

/**
 * A sample of a time series as it was recorded.
 *
 * @param id 24 hexadecimal digits, by which it can be deleted
 * @param ts when it was taken, to the microsecond
 */
public record StoredSample<S>(String id, Instant ts, S value) {}
