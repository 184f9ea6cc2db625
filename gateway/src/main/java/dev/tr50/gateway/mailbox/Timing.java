package dev.tr50.gateway.mailbox;

import java.time.Duration;

/**
 * How long a message may take.
 *
 * @param patience how long its caller waits for the answer; null when it does not wait
 * @param ttl how long it waits to be fetched
 */
record Timing(Duration patience, Duration ttl) {
    /** What the platform gives a method whose definition says nothing, in seconds. */
    private static final int USUAL = 30;

    /** The most the platform lets a caller wait, in seconds. */
    private static final int MOST_PATIENCE = 300;

    private static final Duration MOST_TTL = Duration.ofDays(7);

    /**
     * Works it out as the platform does.
     *
     * @param ackTimeout seconds; less than 1 for a caller that does not wait; null when it was not sent
     * @param ttl seconds; less than 1 for as long as it takes; null when it was not sent, then that of {@code ackTimeout}
     * @param ofMethod what the definition of the method says in place of an ackTimeout, or null
     */
    static Timing of(Integer ackTimeout, Integer ttl, Integer ofMethod) {
        int usual = ofMethod == null ? USUAL : ofMethod;
        int wanted = ackTimeout == null ? usual : ackTimeout;
        int patience = Math.min(wanted, MOST_PATIENCE);
        int life = ttl == null ? patience : ttl;
        return new Timing(
                patience < 1 ? null : Duration.ofSeconds(patience),
                life < 1 || life > MOST_TTL.toSeconds() ? MOST_TTL : Duration.ofSeconds(life));
    }

    boolean callerWaits() {
        return patience != null;
    }
}
