package dev.tr50.gateway.metrics;

import dev.tr50.gateway.audit.AuditLog;
import io.micrometer.core.instrument.MeterRegistry;

/** What the audit log could not tell. */
public final class AuditMetrics {
    private AuditMetrics() {}

    /** Adds them to the registry. */
    public static void bind(MeterRegistry registry, AuditLog audit) {
        Meters meters = new Meters(registry);
        meters.counter(LimitMetrics.NAME, LimitMetrics.DESCRIPTION, audit::lost, "limit", "audit_lines");
        meters.counter("tr50.audit.failures", "Times at which the audit log could not be written", audit::failures);
    }
}
