package dev.tr50.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/** The Java process: memory, garbage collection, threads, processors, open files, and which build it is. */
public final class ProcessMetrics implements AutoCloseable {
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Adds them to the registry. */
    public ProcessMetrics(MeterRegistry registry, String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        new Meters(registry)
                .gauge(
                        "tr50.build.info",
                        "Always 1; its labels tell what runs",
                        () -> 1,
                        "version",
                        version,
                        "java",
                        Runtime.version().toString());
    }

    /** Listens to the garbage collector no more. */
    @Override
    public void close() {
        collections.close();
    }
}
