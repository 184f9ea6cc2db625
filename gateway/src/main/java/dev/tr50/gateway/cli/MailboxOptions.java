package dev.tr50.gateway.cli;

import dev.tr50.gateway.mailbox.MailboxRules;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code serve} for messages to things. */
final class MailboxOptions {
    private static final Range HOURS = new Range(1, 8760);
    private static final Range MESSAGES = new Range(0, 100_000);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--mailbox-retention",
            paramLabel = "HOURS",
            defaultValue = "168",
            description = "How long finished messages can be looked up (${DEFAULT-VALUE}).")
    private int retention;

    @Option(
            names = "--mailbox-finished",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most finished messages of one thing (${DEFAULT-VALUE}).")
    private int finished;

    MailboxRules rules() {
        return new MailboxRules(
                Duration.ofHours(HOURS.check(spec.commandLine(), "--mailbox-retention", retention)),
                MESSAGES.check(spec.commandLine(), "--mailbox-finished", finished));
    }
}
