package dev.tr50.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.DoubleSupplier;

/** Meters that read what somebody else counts. */
final class Meters {
    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param tags names and values by turns */
    void gauge(String name, String description, DoubleSupplier value, String... tags) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .tags(Tags.of(tags))
                .strongReference(true)
                .register(registry);
    }

    /**
     * @param value only grows
     * @param tags names and values by turns
     */
    void counter(String name, String description, DoubleSupplier value, String... tags) {
        // The registry holds the lambda alone by weak reference; the function holds it too.
        FunctionCounter.builder(name, value, any -> value.getAsDouble())
                .description(description)
                .tags(Tags.of(tags))
                .register(registry);
    }
}
