package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.storage.Thing;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells things that mail waits. A thing is told of new mail when that is on disk, once for all that came meanwhile: libtr50,
 * device-cloud-python and device-cloud-lib check after each notice.
 */
final class MailNotices {
    /** How long a thing that left mail behind, because it asked for so much only, is left alone unless it answers something. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What is on its way to a thing. */
    private enum Notice {
        /** The next one waits for the disk. */
        WAITING,
        /** The same, and more mail came since. */
        WAITING_AND_MORE
    }

    private final Presence presence;
    private final Supplier<? extends CompletionStage<Void>> onDisk;
    private final ScheduledExecutorService timer;
    private final FaultLog faults;
    private final Map<String, Notice> fresh = new ConcurrentHashMap<>();
    private final Map<String, ScheduledFuture<?>> leftBehind = new ConcurrentHashMap<>();

    /** @param onDisk completes when everything committed before the call is durable */
    MailNotices(
            Presence presence,
            Supplier<? extends CompletionStage<Void>> onDisk,
            ScheduledExecutorService timer,
            FaultLog faults) {
        this.presence = presence;
        this.onDisk = onDisk;
        this.timer = timer;
        this.faults = faults;
    }

    /** A message for a thing has been committed. */
    void added(Thing thing) {
        Notice now = fresh.merge(thing.id(), Notice.WAITING, (there, more) -> Notice.WAITING_AND_MORE);
        if (now == Notice.WAITING) {
            tellWhenDurable(thing);
        }
    }

    private void tellWhenDurable(Thing thing) {
        onDisk.get().whenComplete((done, failure) -> {
            try {
                tellOrLog(thing, failure);
            } catch (RuntimeException e) {
                // It must be told of the next one all the same.
                faults.log("Telling of mail", null, e);
            }
            if (fresh.compute(thing.id(), (id, notice) -> next(notice)) != null) {
                tellWhenDurable(thing);
            }
        });
    }

    private void tellOrLog(Thing thing, Throwable failure) {
        if (failure == null) {
            presence.tellOfMail(thing);
        } else {
            faults.log("Bringing a message to disk", null, failure);
        }
    }

    /** What came while the disk was waited for may not be on it. */
    private static Notice next(Notice notice) {
        return notice == Notice.WAITING_AND_MORE ? Notice.WAITING : null;
    }

    /** Mail is left that a thing has not fetched though it checked: it is told again when it answers something, or soon. */
    void left(Thing thing) {
        try {
            leftBehind.computeIfAbsent(
                    thing.id(), id -> timer.schedule(() -> tellAgain(thing), PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException stopping) {
            // It is told when it comes again.
        }
    }

    /** A thing has answered a message, so it has room for more. */
    void answered(Thing thing) {
        if (leftBehind.containsKey(thing.id())) {
            tellAgain(thing);
        }
    }

    private void tellAgain(Thing thing) {
        ScheduledFuture<?> pending = leftBehind.remove(thing.id());
        if (pending != null) {
            pending.cancel(false);
            presence.tellOfMail(thing);
        }
    }
}
