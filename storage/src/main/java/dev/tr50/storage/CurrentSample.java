package dev.tr50.storage;

import java.time.Instant;

/**
 * The newest sample of a time series.
 *
 * @param ts when it was taken
 * @param since when the series began to say what it says now
 */
public record CurrentSample<S>(Instant ts, Instant since, S value) {}
