package dev.tr50.gateway.simulate;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * When somebody means to act: at even distances, however long the answers take. An act that comes late keeps the time it was
 * meant for, so that waiting for its turn counts as waiting. Times are those of {@link System#nanoTime()}. For one thread.
 */
final class Schedule {
    private final double interval;
    private long begin;
    private long taken;

    /** @param first when the first act is due */
    Schedule(long first, double perSecond) {
        this.begin = first;
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** When the next act is due, which may have passed. */
    long next() {
        return begin + (long) (taken * interval);
    }

    /** Takes the next act when it is due; returns the time it was meant for. */
    OptionalLong take(long now) {
        long due = next();
        if (due - now > 0) {
            return OptionalLong.empty();
        }
        taken++;
        return OptionalLong.of(due);
    }

    /** Gives up every act that is due by now; returns how many. */
    long skip(long now) {
        if (next() - now > 0) {
            return 0;
        }
        long behind = (long) ((now - next()) / interval) + 1;
        taken += behind;
        return behind;
    }
}
