package dev.tr50.gateway.dispatch;

/**
 * A command whose result is lost when its reply does not arrive: {@code mailbox.check} hands out each message once.
 *
 * @param <R> its result
 */
public interface TakesBack<R> {

    /**
     * The reply with this result was certainly not delivered: its connection was gone before it was written, or before the client
     * acknowledged it where it was sent at QoS 1, or another reply was sent in its place. A reply that was written to a socket without
     * an error counts as delivered. Called on a worker thread, once at most.
     *
     * @param caller who asked
     */
    void takeBack(Caller caller, R result);
}
