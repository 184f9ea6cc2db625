package dev.tr50.gateway.metrics;

import dev.tr50.storage.StorageActivity.Stored;
import dev.tr50.storage.StorageException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Numbers that cost a walk through a table: what they were at most a quarter of a minute ago, and looked up beside who asks, so that
 * a database that hangs holds up nobody.
 */
final class StoredTotals {
    private static final long KEPT = Duration.ofSeconds(15).toNanos();

    private final Supplier<Stored> source;
    private final Executor workers;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Stored latest;
    private volatile long lookedAt;

    StoredTotals(Supplier<Stored> source, Executor workers) {
        this.source = source;
        this.workers = workers;
        look();
    }

    double files() {
        Stored known = recent();
        return known == null ? Double.NaN : known.files();
    }

    double bytes() {
        Stored known = recent();
        return known == null ? Double.NaN : known.bytes();
    }

    private Stored recent() {
        if (latest == null || System.nanoTime() - lookedAt > KEPT) {
            look();
        }
        return latest;
    }

    private void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            workers.execute(this::lookNow);
        } catch (RejectedExecutionException stopping) {
            looking.set(false);
        }
    }

    private void lookNow() {
        try {
            latest = source.get();
        } catch (StorageException unknown) {
            // The health check tells of it; what cannot be known is told as such.
            latest = null;
        } finally {
            lookedAt = System.nanoTime();
            looking.set(false);
        }
    }
}
