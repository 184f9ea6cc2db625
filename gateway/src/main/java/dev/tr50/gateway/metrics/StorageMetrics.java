package dev.tr50.gateway.metrics;

import dev.tr50.storage.Storage;
import dev.tr50.storage.StorageActivity;
import dev.tr50.storage.StorageException;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** The database, its way to the disk, and what is stored. */
public final class StorageMetrics {
    private StorageMetrics() {}

    /**
     * Adds them to the registry.
     *
     * @param workers add up what is stored, now and then
     */
    public static void bind(MeterRegistry registry, Storage storage, Executor workers) {
        Meters meters = new Meters(registry);
        StorageActivity activity = storage.activity();
        String connections = "Connections to the database";
        meters.gauge("tr50.database.connections", connections, activity::busyConnections, "state", "busy");
        meters.gauge(
                "tr50.database.connections",
                connections,
                () -> Math.max(0, activity.connections() - activity.busyConnections()),
                "state",
                "idle");
        FunctionTimer.builder(
                        "tr50.database.sync.duration",
                        activity,
                        StorageActivity::syncs,
                        StorageActivity::syncSeconds,
                        TimeUnit.SECONDS)
                .description("How long it took to bring committed changes to the disk")
                .register(registry);
        meters.counter(
                "tr50.database.sync.failures",
                "Times at which committed changes could not be brought to the disk",
                activity::failedSyncs);

        meters.gauge(
                "tr50.samples.gathered.bytes",
                "Samples that wait to be written to the journal",
                activity::gatheredSampleBytes);
        meters.gauge(
                "tr50.samples.journal.bytes",
                "Samples that are in no block yet, in the journal",
                activity::journalBytes);
        meters.gauge("tr50.samples.series", "Series with samples that are in no block yet", activity::unsettledSeries);
        meters.counter(
                "tr50.samples.waits",
                "Times at which a publish waited for room in the journal or for more series",
                activity::waitsForJournal);
        meters.counter(
                "tr50.samples.move.failures",
                "Times at which samples could not be moved from the journal into blocks",
                activity::failedSettlings);

        StoredTotals totals = new StoredTotals(activity::stored, workers);
        meters.gauge("tr50.stored.files", "Files of all things and groups", totals::files);
        meters.gauge("tr50.stored.bytes", "Bytes of all files", totals::bytes);
        meters.gauge("tr50.arriving.files", "Files whose bytes are on their way", activity::arrivingFiles);
        meters.gauge("tr50.disk.free.bytes", "Free space of the disk that has the data folder", free(storage));
    }

    private static DoubleSupplier free(Storage storage) {
        return () -> {
            try {
                return storage.selfTest().freeBytes();
            } catch (StorageException notTold) {
                return Double.NaN;
            }
        };
    }
}
