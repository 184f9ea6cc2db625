package dev.tr50.gateway.cli;

import dev.tr50.gateway.OperationRules;
import dev.tr50.gateway.logline.LogFormat;
import dev.tr50.gateway.logline.LogOutput;
import java.time.Duration;
import org.slf4j.event.Level;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code serve} for what it tells of itself. */
final class OperationOptions {
    private static final Range MILLIS = new Range(0, 3_600_000);
    private static final Range AUDIT_BYTES = new Range(64 << 10, 1L << 40);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--log-format",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "How lines of the log look: text, json (${DEFAULT-VALUE}).")
    private LogFormat format;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "What the log tells: error, warn, info, debug, trace (${DEFAULT-VALUE}).")
    private Level level;

    @Option(
            names = "--slow-command",
            paramLabel = "MS",
            defaultValue = "1000",
            description =
                    "Commands that run so many milliseconds are told of in the log, 0 for none (${DEFAULT-VALUE}).")
    private int slowMillis;

    @Option(
            names = "--max-audit-bytes",
            paramLabel = "N",
            defaultValue = "33554432",
            description =
                    "Longest audit log of changes by users, of those by things, and of refusals, each (${DEFAULT-VALUE}).")
    private long auditBytes;

    /** The log of this process. */
    LogOutput log() {
        return LogOutput.begin(format, level);
    }

    OperationRules rules() {
        return new OperationRules(
                Duration.ofMillis(MILLIS.check(spec.commandLine(), "--slow-command", slowMillis)),
                AUDIT_BYTES.check(spec.commandLine(), "--max-audit-bytes", auditBytes));
    }
}
