package dev.tr50.gateway.simulate;

import java.time.Duration;
import java.util.Random;

/** How long to wait before the next attempt to connect: longer each time, and never the same for all. */
final class Backoff {
    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;
    private static final int DOUBLINGS = 6;

    private final Random chance;

    Backoff(Random chance) {
        this.chance = chance;
    }

    /** @param failures how many attempts have failed since the connection was there, from 0 */
    Duration after(int failures) {
        long most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(DOUBLINGS, failures));
        return Duration.ofMillis(most / 2 + (long) (chance.nextDouble() * most / 2));
    }
}
