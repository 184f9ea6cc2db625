package dev.tr50.storage;

import java.time.Instant;

/**
 * A sample of a time series.
 *
 * @param ts when it was taken; kept to the microsecond
 */
public record Sample<S>(Instant ts, S value) {}
