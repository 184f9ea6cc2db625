package dev.tr50.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times of samples: microseconds since 1970, because devices send six digits. */
final class Micros {

    private Micros() {}

    static long of(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
