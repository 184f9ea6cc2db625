package dev.tr50.gateway.transfer;

import dev.tr50.storage.Transfers;
import io.vertx.core.Context;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a download handle good until 300 s after the last byte moved, because clients come back with the same URL for the rest
 * of a file, or for all of it. Short downloads renew once, at their start.
 */
final class HandleRenewal {
    private static final Logger log = LoggerFactory.getLogger(FileRoutes.class);
    private static final Duration LIFE_AFTER_LAST_BYTE = Duration.ofSeconds(300);
    private static final long INTERVAL_MILLIS = 60_000;
    private static final long NONE = -1;
    private static final long RECENT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Transfers transfers;
    private final String handle;
    private final Clock clock;
    private volatile long renewedAt;
    private volatile long timer = NONE;

    /** @param handle the id of the handle, or null for a file that is read without one */
    HandleRenewal(Transfers transfers, String handle, Clock clock) {
        this.transfers = transfers;
        this.handle = handle;
        this.clock = clock;
    }

    /** Renews now. Blocks; for worker threads. */
    void renew() {
        if (handle != null) {
            renewedAt = System.nanoTime();
            transfers.extendDownload(handle, clock.instant().plus(LIFE_AFTER_LAST_BYTE));
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
                .onFailure(failure -> log.error("The life of a download handle was not prolonged", failure));
    }
}
