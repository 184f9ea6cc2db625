package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.storage.Mailbox;
import dev.tr50.storage.Mailbox.Unanswered;
import dev.tr50.storage.MessageStatus;
import dev.tr50.storage.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finishes messages whose time is over: one task on a timer, set to when the next one is due. What a mailbox holds is not handed
 * out from that moment on, whether it has been finished or not.
 */
public final class MessageExpiry {
    private static final int AT_ONCE = 20;

    /** Clocks are put forward now and then. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(50);

    private final Mailbox mailbox;
    private final WaitingCallers callers;
    private final MailCounts counts;
    private final MailboxRules rules;
    private final Executor workers;
    private final ScheduledExecutorService timer;
    private final FaultLog faults;
    private final Clock clock;

    private Instant waking = Instant.MAX;
    private ScheduledFuture<?> alarm;

    MessageExpiry(
            Mailbox mailbox,
            WaitingCallers callers,
            MailCounts counts,
            MailboxRules rules,
            Executor workers,
            ScheduledExecutorService timer,
            FaultLog faults,
            Clock clock) {
        this.mailbox = mailbox;
        this.callers = callers;
        this.counts = counts;
        this.rules = rules;
        this.workers = workers;
        this.timer = timer;
        this.faults = faults;
        this.clock = clock;
    }

    /** Something is due at that time, and perhaps nothing before. */
    synchronized void expect(Instant due) {
        if (!due.isBefore(waking)) {
            return;
        }
        Duration sleep = Duration.between(clock.instant(), due);
        Duration bounded = sleep.compareTo(SHORTEST_SLEEP) < 0
                ? SHORTEST_SLEEP
                : sleep.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : sleep;
        if (alarm != null) {
            alarm.cancel(false);
        }
        try {
            alarm = timer.schedule(() -> workers.execute(this::expireAll), bounded.toMillis(), TimeUnit.MILLISECONDS);
            waking = due;
        } catch (RejectedExecutionException stopping) {
            // The next start finishes what expires until then.
        }
    }

    /** Finishes everything that is due, and sets the timer for what is not. To be called at the start. */
    public void expireAll() {
        synchronized (this) {
            waking = Instant.MAX;
        }
        try {
            List<Unanswered> some;
            do {
                some = mailbox.expire(clock.instant(), AT_ONCE);
                counts.ended(MessageStatus.EXPIRED, some.size());
                some.forEach(message -> callers.refuse(message.id(), Unanswerable.because(MessageStatus.EXPIRED)));
            } while (some.size() >= AT_ONCE);
            mailbox.nextExpiry().ifPresent(this::expect);
        } catch (StorageException e) {
            faults.log("Expiring messages", null, e);
            expect(clock.instant().plus(LONGEST_SLEEP));
        }
    }

    /** Forgets finished messages that are too old or too many, and counts the others. To be called now and then. */
    public void tidyUp() {
        try {
            counts.open(mailbox.countNew(), mailbox.countDelivered());
            mailbox.trim(rules.kept());
            mailbox.forget(clock.instant().minus(rules.retention()));
        } catch (StorageException e) {
            faults.log("Forgetting messages", null, e);
        }
    }
}
