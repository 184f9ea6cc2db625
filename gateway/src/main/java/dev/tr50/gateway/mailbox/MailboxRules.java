package dev.tr50.gateway.mailbox;

import java.time.Duration;

/**
 * How long finished messages can be looked up.
 *
 * @param retention after that they are forgotten
 * @param kept how many of one thing; of more the oldest are forgotten within some seconds
 */
public record MailboxRules(Duration retention, int kept) {

    /** A week, a thousand of each thing. */
    public static final MailboxRules DEFAULT = new MailboxRules(Duration.ofDays(7), 1000);
}
