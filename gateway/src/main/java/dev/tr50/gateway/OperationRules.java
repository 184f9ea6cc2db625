package dev.tr50.gateway;

import java.time.Duration;

/**
 * What a gateway tells of itself.
 *
 * @param slowCommand from when on a command is told of in the log as slow; zero for never
 */
public record OperationRules(Duration slowCommand) {

    /** Commands of a second and more are slow. */
    public static final OperationRules DEFAULT = new OperationRules(Duration.ofSeconds(1));
}
