package dev.tr50.gateway.simulate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** How many of the things are connected, and what became of the others. Any thread may tell it something. */
final class Fleet {
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicReference<String> latestFailure = new AtomicReference<>("");

    void arrived() {
        connected.incrementAndGet();
    }

    /** One left by itself. */
    void left() {
        connected.decrementAndGet();
    }

    /** One lost its connection. */
    void lost() {
        connected.decrementAndGet();
        lost.incrementAndGet();
    }

    /** An attempt to connect failed. */
    void failed(String why) {
        latestFailure.set(why);
    }

    /** One is not let in. */
    void refused(String why) {
        refused.incrementAndGet();
        latestFailure.set(why);
    }

    int connectedNow() {
        return connected.get();
    }

    /** Connections lost so far. */
    int lostSoFar() {
        return lost.get();
    }

    int refusedSoFar() {
        return refused.get();
    }

    /** Why the latest attempt to connect failed; empty when none has. */
    String latestFailure() {
        return latestFailure.get();
    }
}
