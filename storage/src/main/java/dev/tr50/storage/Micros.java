package dev.tr50.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times of samples: microseconds since 1970, because devices send six digits. */
final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1000;

    private Micros() {}

    /** For any year that a time on the wire can have; {@code ChronoUnit.between} counts nanoseconds, which end in 2262. */
    static long of(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), PER_SECOND), time.getNano() / NANOS);
    }

    static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
