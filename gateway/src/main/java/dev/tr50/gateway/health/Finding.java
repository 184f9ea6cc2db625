package dev.tr50.gateway.health;

import java.time.Duration;
import java.time.Instant;

/**
 * What became of one question to one part.
 *
 * @param failure why it fails, in words for everybody; null when it works
 * @param took how long the answer was waited for
 */
record Finding(String failure, Duration took, Instant at) {

    boolean passes() {
        return failure == null;
    }
}
