package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.storage.Mailbox;
import dev.tr50.storage.Storage;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Everything that moves messages, put together.
 *
 * @param outbox where they are put in
 * @param inboxes where they are taken out
 * @param expiry what ends those that nobody answers
 * @param callers who waits for answers
 */
public record Mailboxes(
        Outbox outbox, Inboxes inboxes, MessageExpiry expiry, WaitingCallers callers, MailCounts counts) {
    /** Messages that leave at once, together. */
    private static final int MOST_FETCHED_BYTES = 1 << 20;

    /**
     * Puts it together, and sees to it that things that come are told of their mail.
     *
     * @param mostReplyBytes a message must fit into a reply
     */
    public static Mailboxes of(
            Storage storage,
            Definitions definitions,
            Presence presence,
            ThingAccess access,
            MailboxRules rules,
            int mostReplyBytes,
            Executor workers,
            ScheduledExecutorService timer,
            FaultLog faults,
            Clock clock) {
        Mailbox mailbox = storage.mailbox();
        WaitingCallers callers = new WaitingCallers(timer);
        MailCounts counts = new MailCounts();
        MailNotices notices = new MailNotices(presence, storage::durable, timer, faults);
        MessageExpiry expiry = new MessageExpiry(mailbox, callers, counts, rules, workers, timer, faults, clock);
        Outbox outbox = new Outbox(
                mailbox,
                definitions,
                callers,
                notices,
                expiry,
                Math.min(Mailbox.MOST_BYTES, mostReplyBytes / 2),
                clock);
        Inboxes inboxes = new Inboxes(
                mailbox,
                storage.things(),
                access,
                callers,
                notices,
                counts,
                storage::durable,
                Math.min(MOST_FETCHED_BYTES, mostReplyBytes / 2),
                clock);
        mailbox.onLoss(ids -> ids.forEach(id -> callers.refuse(id, Unanswerable.becauseOfLoss())));
        presence.tell(new MailOnArrival(mailbox, workers, faults, clock));
        return new Mailboxes(outbox, inboxes, expiry, callers, counts);
    }
}
