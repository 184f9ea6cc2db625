package dev.tr50.broker;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Holds a newcomer back while the connection that it would replace is young. Two devices with the same user name and
 * client id, each of which comes again at once when it is thrown out, take turns slowly that way. Of several newcomers
 * only the latest waits, and none longer than a connection is young.
 */
final class TakeoverBrake {

    private final long youthNanos;
    private final ConcurrentMap<String, Newcomer> waiting = new ConcurrentHashMap<>();

    /**
     * A client that was let in, if there were not another one.
     *
     * @param enter tries again to let it in
     */
    record Newcomer(Runnable enter, Runnable turnAway) {}

    /** @param youth how long a connection is not taken over while it is open */
    TakeoverBrake(Duration youth) {
        this.youthNanos = youth.toNanos();
    }

    /**
     * How long a newcomer has to wait.
     *
     * @param present the connection that has the session now; null for none
     */
    long nanosToWait(ClientConnection present) {
        return present == null || !present.isOpen() ? 0 : Math.max(0, youthNanos - present.ageNanos());
    }

    void hold(String sessionId, Newcomer newcomer) {
        waiting.put(sessionId, newcomer);
    }

    /** The newcomer has waited long enough. Nothing happens when it was turned away meanwhile. */
    void release(String sessionId, Newcomer newcomer) {
        if (waiting.remove(sessionId, newcomer)) {
            newcomer.enter().run();
        }
    }

    /** The connection that was in the way is gone. */
    void release(String sessionId) {
        Newcomer newcomer = waiting.remove(sessionId);
        if (newcomer != null) {
            newcomer.enter().run();
        }
    }

    /** A later one has come. */
    void turnAway(String sessionId) {
        Newcomer newcomer = waiting.remove(sessionId);
        if (newcomer != null) {
            newcomer.turnAway().run();
        }
    }
}
