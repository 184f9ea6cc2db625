package dev.tr50.gateway.mqtt;

import dev.tr50.gateway.limit.Limit;
import dev.tr50.gateway.limit.LimitCounts;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What waits in all inboxes together. The bounds of each inbox are no bound for all: connections are free, and what one of
 * them sent is run even when it is gone.
 */
final class Backlog {
    /** What a message costs beside its payload. */
    private static final int OVERHEAD = 512;

    private final long much;
    private final LimitCounts counts;
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder messages = new LongAdder();
    private final LongAdder notRun = new LongAdder();
    private volatile boolean givenUp;

    /** @param much from how many bytes on every client is slowed down; twice as many are never kept */
    Backlog(long much, LimitCounts counts) {
        this.much = much;
        this.counts = counts;
    }

    /** An eighth of the memory that the process may use. */
    static Backlog ofThisProcess(LimitCounts counts) {
        return new Backlog(Runtime.getRuntime().maxMemory() / 8, counts);
    }

    void add(int payloadBytes) {
        bytes.addAndGet(payloadBytes + OVERHEAD);
        messages.increment();
    }

    void remove(int payloadBytes) {
        bytes.addAndGet(-payloadBytes - OVERHEAD);
        messages.decrement();
    }

    /** There was no room for a message in the inbox of its connection. */
    void refused() {
        counts.met(Limit.INBOX);
    }

    /** From now on what waits is not run but told so. */
    void giveUp() {
        givenUp = true;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** A message that had waited was not run. */
    void gaveUp() {
        notRun.increment();
    }

    /** Messages that were not run. */
    long notRun() {
        return notRun.sum();
    }

    long messages() {
        return messages.sum();
    }

    long bytes() {
        return bytes.get();
    }

    boolean isMuch() {
        return bytes.get() >= much;
    }

    boolean isFull() {
        return bytes.get() >= 2 * much;
    }
}
