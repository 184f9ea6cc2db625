package dev.tr50.storage;

import java.time.Duration;
import java.util.Map;

/**
 * How long samples are kept, by their own time. The newest sample of a series is kept for ever.
 *
 * @param byKind for each kind that has a limit
 */
public record Retention(Map<SampleKind<?>, Duration> byKind) {

    /** Everything is kept. */
    public static final Retention FOREVER = new Retention(Map.of());

    public Retention {
        byKind = Map.copyOf(byKind);
        if (byKind.values().stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("Samples cannot be kept for less than no time");
        }
    }
}
