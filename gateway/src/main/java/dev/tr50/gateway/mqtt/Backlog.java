package dev.tr50.gateway.mqtt;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits in all inboxes together. The bounds of each inbox are no bound for all: connections are free, and what one of
 * them sent is run even when it is gone.
 */
final class Backlog {
    /** What a message costs beside its payload. */
    private static final int OVERHEAD = 512;

    private final long much;
    private final AtomicLong bytes = new AtomicLong();

    /** @param much from how many bytes on every client is slowed down; twice as many are never kept */
    Backlog(long much) {
        this.much = much;
    }

    /** An eighth of the memory that the process may use. */
    static Backlog ofThisProcess() {
        return new Backlog(Runtime.getRuntime().maxMemory() / 8);
    }

    void add(int payloadBytes) {
        bytes.addAndGet(payloadBytes + OVERHEAD);
    }

    void remove(int payloadBytes) {
        bytes.addAndGet(-payloadBytes - OVERHEAD);
    }

    boolean isMuch() {
        return bytes.get() >= much;
    }

    boolean isFull() {
        return bytes.get() >= 2 * much;
    }
}
