package dev.tr50.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.DoubleSupplier;

/** How much waits where. */
public final class QueueMetrics {
    private final Meters meters;

    /** Adds them to the registry. */
    public QueueMetrics(MeterRegistry registry) {
        this.meters = new Meters(registry);
    }

    /** How many there are in one queue, by its name. */
    public QueueMetrics length(String queue, DoubleSupplier length) {
        meters.gauge("tr50.queue.length", "What waits, by the place where it does", length, "queue", queue);
        return this;
    }

    /** How many bytes wait in one queue, by its name. */
    public QueueMetrics bytes(String queue, DoubleSupplier bytes) {
        meters.gauge("tr50.queue.bytes", "How large that is together", bytes, "queue", queue);
        return this;
    }
}
