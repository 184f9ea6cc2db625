package dev.tr50.gateway.transfer;

import io.vertx.core.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a handle good while its transfer runs and until 300 s after the last byte moved: a slow upload is not cut off by the
 * clock, and clients come back with the same URL for the rest of a file, or for all of it. Short transfers renew at most once,
 * at their start.
 */
final class HandleRenewal {
    private static final Logger log = LoggerFactory.getLogger(FileRoutes.class);
    private static final Duration LIFE_AFTER_LAST_BYTE = Duration.ofSeconds(300);
    private static final long INTERVAL_MILLIS = 60_000;
    private static final long NONE = -1;
    private static final long RECENT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Consumer<Instant> extend;
    private final Clock clock;
    private volatile long renewedAt = System.nanoTime();
    private volatile long timer = NONE;

    /** @param extend lets the handle live until the given time; blocks */
    HandleRenewal(Consumer<Instant> extend, Clock clock) {
        this.extend = extend;
        this.clock = clock;
    }

    /** Renews now. Blocks; for worker threads. */
    void renew() {
        renewedAt = System.nanoTime();
        extend.accept(clock.instant().plus(LIFE_AFTER_LAST_BYTE));
    }

    /** Renews now when the handle might expire before the next renewal. Blocks; for worker threads. */
    void renewIfNear(Instant expiresAt) {
        if (expiresAt.isBefore(clock.instant().plusMillis(2 * INTERVAL_MILLIS))) {
            renew();
        }
    }

    /** Renews from time to time from now on. */
    void start(Context worker) {
        timer = worker.owner().setPeriodic(INTERVAL_MILLIS, tick -> renewBeside(worker));
    }

    /** The last byte has moved. Does nothing when none ever could. */
    void end(Context worker) {
        if (timer == NONE) {
            return;
        }
        worker.owner().cancelTimer(timer);
        if (System.nanoTime() - renewedAt > RECENT_NANOS) {
            renewBeside(worker);
        }
    }

    private void renewBeside(Context worker) {
        worker.executeBlocking(
                        () -> {
                            renew();
                            return null;
                        },
                        false)
                .onFailure(failure -> {
                    // A gateway that stops takes no more work; what is unfinished then is cut off anyway.
                    if (!(failure instanceof RejectedExecutionException)) {
                        log.error("The life of a handle was not prolonged", failure);
                    }
                });
    }
}
