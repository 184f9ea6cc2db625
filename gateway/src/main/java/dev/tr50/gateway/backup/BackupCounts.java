package dev.tr50.gateway.backup;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** Backups since the start. */
public final class BackupCounts {
    private final LongAdder finished = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile Instant last;

    void finished(Instant when) {
        finished.increment();
        last = when;
    }

    void failed() {
        failed.increment();
    }

    /** Those that were sent as a whole. */
    public long finishedBackups() {
        return finished.sum();
    }

    /** Those that were begun and not sent as a whole. */
    public long failedBackups() {
        return failed.sum();
    }

    /** When the last one was finished, in seconds since 1970; not a number before the first. */
    public double lastSeconds() {
        Instant when = last;
        return when == null ? Double.NaN : when.getEpochSecond();
    }
}
