package dev.tr50.gateway.cli;

import dev.tr50.broker.BrokerLimits;
import dev.tr50.gateway.GatewayLimits;
import dev.tr50.gateway.GatewayLimits.Connections;
import dev.tr50.gateway.GatewayLimits.Messages;
import dev.tr50.gateway.limit.MessageSize;
import dev.tr50.protocol.Limits;
import dev.tr50.storage.ScopeQuota;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code serve} for limits. */
final class LimitOptions {
    private static final int MIB = 1 << 20;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--max-message-bytes",
            paramLabel = "N",
            defaultValue = "1048576",
            description = "Largest TR50 message (${DEFAULT-VALUE}).")
    private int messageBytes;

    @Option(
            names = "--max-inflated-bytes",
            paramLabel = "N",
            defaultValue = "1048576",
            description = "Largest TR50 message after unpacking (${DEFAULT-VALUE}).")
    private int inflatedBytes;

    @Option(
            names = "--max-reply-bytes",
            paramLabel = "N",
            defaultValue = "16777216",
            description = "Largest results in one reply together (${DEFAULT-VALUE}).")
    private int replyBytes;

    @Option(
            names = "--max-file-bytes",
            paramLabel = "N",
            defaultValue = "17179869184",
            description = "Largest file (${DEFAULT-VALUE}).")
    private long fileBytes;

    @Option(
            names = "--max-scope-files",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Most files of one thing, or of one group; 0 = any number (${DEFAULT-VALUE}).")
    private long scopeFiles;

    @Option(
            names = "--max-scope-bytes",
            paramLabel = "N",
            defaultValue = "107374182400",
            description = "Most bytes in the files of one thing, or of one group; 0 = any number (${DEFAULT-VALUE}).")
    private long scopeBytes;

    @Option(
            names = "--max-commands",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most commands in one message (${DEFAULT-VALUE}).")
    private int commands;

    @Option(
            names = "--max-rate",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Most commands of one session in a second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Most MQTT clients connected at a time (${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--max-http-connections",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Most HTTP connections at a time, WebSockets included (${DEFAULT-VALUE}).")
    private int httpConnections;

    @Option(
            names = "--max-filters",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most subscriptions of one MQTT session (${DEFAULT-VALUE}).")
    private int filters;

    @Option(
            names = "--max-queued-messages",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most messages kept for an MQTT session that is away or slow (${DEFAULT-VALUE}).")
    private int queuedMessages;

    @Option(
            names = "--max-queued-bytes",
            paramLabel = "N",
            defaultValue = "16777216",
            description = "Most bytes on their way to an MQTT session that is away or slow (${DEFAULT-VALUE}).")
    private int queuedBytes;

    @Option(
            names = "--max-away-sessions",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most MQTT sessions of one user name kept without a connection (${DEFAULT-VALUE}).")
    private int awaySessions;

    @Option(
            names = "--session-expiry",
            paramLabel = "HOURS",
            defaultValue = "168",
            description = "How long an MQTT session is kept without a connection (${DEFAULT-VALUE}).")
    private int expiryHours;

    @Option(
            names = "--max-retained-messages",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Most retained messages of one group (${DEFAULT-VALUE}).")
    private int retainedMessages;

    @Option(
            names = "--max-retained-bytes",
            paramLabel = "N",
            defaultValue = "67108864",
            description = "Most bytes in the retained messages of one group (${DEFAULT-VALUE}).")
    private int retainedBytes;

    GatewayLimits limits() {
        return new GatewayLimits(messages(), fileBytes(), scope(), connections(), session(), retained());
    }

    private Messages messages() {
        return new Messages(size(), content(), within(1, 1_000_000, "--max-rate", rate));
    }

    private Connections connections() {
        return new Connections(
                within(1, 1_000_000, "--max-connections", connections),
                within(1, 1_000_000, "--max-http-connections", httpConnections));
    }

    private MessageSize size() {
        return new MessageSize(
                within(1024, 256 * MIB, "--max-message-bytes", messageBytes),
                within(1024, 256 * MIB, "--max-inflated-bytes", inflatedBytes));
    }

    private Limits content() {
        return new Limits(
                within(1, 10_000, "--max-commands", commands),
                Limits.DEFAULT.depth(),
                within(1024, 128 * MIB, "--max-reply-bytes", replyBytes));
    }

    private long fileBytes() {
        return new Range(1, Long.MAX_VALUE).check(spec.commandLine(), "--max-file-bytes", fileBytes);
    }

    private ScopeQuota scope() {
        Range anyNumber = new Range(0, Long.MAX_VALUE);
        return new ScopeQuota(
                anyNumber.check(spec.commandLine(), "--max-scope-files", scopeFiles),
                anyNumber.check(spec.commandLine(), "--max-scope-bytes", scopeBytes));
    }

    private BrokerLimits.Session session() {
        return new BrokerLimits.Session(
                within(1, 10_000, "--max-filters", filters),
                within(1, 1_000_000, "--max-queued-messages", queuedMessages),
                within(0, 1024 * MIB, "--max-queued-bytes", queuedBytes),
                Duration.ofHours(within(0, 8760, "--session-expiry", expiryHours)),
                within(1, 1_000_000, "--max-away-sessions", awaySessions));
    }

    private BrokerLimits.Retained retained() {
        return new BrokerLimits.Retained(
                within(0, 10_000_000, "--max-retained-messages", retainedMessages),
                within(0, 1024 * MIB, "--max-retained-bytes", retainedBytes));
    }

    private int within(int least, int most, String option, int value) {
        return new Range(least, most).check(spec.commandLine(), option, value);
    }
}
