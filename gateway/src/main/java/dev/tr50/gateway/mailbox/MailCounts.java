package dev.tr50.gateway.mailbox;

import dev.tr50.storage.MessageStatus;
import java.util.concurrent.atomic.AtomicLongArray;

/** How messages ended since the start. Used by any number of threads. */
public final class MailCounts {
    private final AtomicLongArray ended = new AtomicLongArray(MessageStatus.values().length);

    void ended(MessageStatus how, int messages) {
        ended.addAndGet(how.ordinal(), messages);
    }

    /** How many ended so. */
    public long of(MessageStatus how) {
        return ended.get(how.ordinal());
    }
}
