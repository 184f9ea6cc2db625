package dev.tr50.gateway;

import java.time.Duration;

/**
 * What a gateway tells of itself.
 *
 * @param slowCommand from when on a command is told of in the log as slow; zero for never
 * @param auditBytes how long the audit log may become, in bytes: what users changed, what things changed, and what was refused, each
 */
public record OperationRules(Duration slowCommand, long auditBytes) {

    /** Commands of a second and more are slow; 32 MiB of each kind are kept. */
    public static final OperationRules DEFAULT = new OperationRules(Duration.ofSeconds(1), 32 << 20);
}
