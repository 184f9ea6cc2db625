package dev.tr50.gateway.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one part and bounds how long that may take. A question that hangs is not asked again until it is answered. */
final class Examiner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Examiner.class);

    private final Part part;
    private final ThreadPoolExecutor thread;
    private final Duration patience;
    private final Clock clock;
    private final AtomicBoolean hangs = new AtomicBoolean();
    private volatile boolean passed = true;

    Examiner(Part part, Duration patience, Clock clock) {
        this.part = part;
        this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
        thread.allowCoreThreadTimeOut(true);
        this.patience = patience;
        this.clock = clock;
    }

    private Thread newThread(Runnable task) {
        Thread created = new Thread(task, "health-" + part.name());
        created.setDaemon(true);
        return created;
    }

    Part part() {
        return part;
    }

    /** Completes within the patience and never fails. */
    CompletableFuture<Finding> examine() {
        Instant start = clock.instant();
        if (!hangs.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(told(finding(start, "an earlier check has not ended yet")));
        }
        return CompletableFuture.supplyAsync(() -> finding(start, ask()), thread)
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .handle((finding, error) -> told(
                        finding == null ? finding(start, "no answer within " + patience.toSeconds() + " s") : finding));
    }

    /** Null when the part works. */
    private String ask() {
        try {
            part.probe().run();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (Exception e) {
            if (passed) {
                LOG.warn("The health check of {} failed", part.name(), e);
            }
            return "it does not work; the gateway's log tells why";
        } finally {
            hangs.set(false);
        }
    }

    private Finding finding(Instant start, String failure) {
        Instant end = clock.instant();
        return new Finding(failure, Duration.between(start, end), end);
    }

    /** Says once when a part begins to fail and once when it works again. */
    private Finding told(Finding finding) {
        if (passed && !finding.passes()) {
            LOG.warn("{} fails: {}", part.name(), finding.failure());
        } else if (!passed && finding.passes()) {
            LOG.info("{} works again", part.name());
        }
        passed = finding.passes();
        return finding;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
