package dev.tr50.gateway.series;

import dev.tr50.storage.Recording;
import java.time.Instant;

/**
 * A value that somebody publishes.
 *
 * @param key of the property, alarm or attribute; empty for a kind of which a thing has one series
 * @param ts null for now
 */
public record Publication<S>(String key, Instant ts, S value, Recording how) {

    /** When the value was taken. */
    Instant ts(Instant now) {
        return ts == null ? now : ts;
    }

    /** The same with what the rules of the thing's definition made of it. */
    public Publication<S> as(S newValue, Recording newHow) {
        return new Publication<>(key, ts, newValue, newHow);
    }
}
