package dev.tr50.gateway.metrics;

import dev.tr50.gateway.backup.BackupCounts;
import io.micrometer.core.instrument.MeterRegistry;

/** Backups of a gateway that runs. */
public final class BackupMetrics {
    private static final String NAME = "tr50.backups";
    private static final String DESCRIPTION = "Backups made while the gateway ran";

    private BackupMetrics() {}

    /** Adds them to the registry. */
    public static void bind(MeterRegistry registry, BackupCounts backups) {
        Meters meters = new Meters(registry);
        meters.counter(NAME, DESCRIPTION, backups::finishedBackups, "result", "finished");
        meters.counter(NAME, DESCRIPTION, backups::failedBackups, "result", "failed");
        meters.gauge(
                "tr50.backup.last.timestamp.seconds",
                "When the last backup was finished, in seconds since 1970",
                backups::lastSeconds);
    }
}
