package dev.tr50.gateway.metrics;

import dev.tr50.gateway.mailbox.Mailboxes;
import dev.tr50.storage.MessageStatus;
import io.micrometer.core.instrument.MeterRegistry;

/** Messages for things: how many wait, who waits for answers, and how they ended. */
public final class MailboxMetrics {
    private MailboxMetrics() {}

    /** Adds them to the registry. */
    public static void bind(MeterRegistry registry, Mailboxes mailboxes) {
        Meters meters = new Meters(registry);
        String open = "Messages for things that are not finished";
        meters.gauge("tr50.mailbox.messages", open, mailboxes.counts()::waiting, "state", "new");
        meters.gauge("tr50.mailbox.messages", open, mailboxes.counts()::delivered, "state", "delivered");
        meters.gauge("tr50.mailbox.callers", "Callers who wait for the answer of a thing", mailboxes.callers()::size);
        for (MessageStatus status : MessageStatus.values()) {
            if (!status.isOpen()) {
                meters.counter(
                        "tr50.mailbox.finished",
                        "Messages for things that are finished",
                        () -> mailboxes.counts().of(status),
                        "status",
                        status.word());
            }
        }
    }
}
