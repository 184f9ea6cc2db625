package dev.tr50.gateway.mailbox;

import dev.tr50.storage.MessageStatus;
import java.util.concurrent.atomic.AtomicLongArray;

/** How messages ended since the start, and how many had not some seconds ago. Used by any number of threads. */
public final class MailCounts {
    private final AtomicLongArray ended = new AtomicLongArray(MessageStatus.values().length);
    private volatile long waiting;
    private volatile long delivered;

    void ended(MessageStatus how, int messages) {
        ended.addAndGet(how.ordinal(), messages);
    }

    void open(long nowWaiting, long nowDelivered) {
        waiting = nowWaiting;
        delivered = nowDelivered;
    }

    /** How many nobody has fetched, as of some seconds ago. */
    public long waiting() {
        return waiting;
    }

    /** How many were fetched and are not answered, likewise. */
    public long delivered() {
        return delivered;
    }

    /** How many ended so. */
    public long of(MessageStatus how) {
        return ended.get(how.ordinal());
    }
}
