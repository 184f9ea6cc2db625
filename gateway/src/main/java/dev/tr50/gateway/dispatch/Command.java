package dev.tr50.gateway.dispatch;

/**
 * What answers one TR50 command. It cannot tell whether it was asked over MQTT or HTTP, and it never sees JSON.
 *
 * @param <P> its parameters, a record beside it
 * @param <R> its result, a record beside it, or {@link Void} when success is all there is to say
 */
@FunctionalInterface
public non-sealed interface Command<P, R> extends Handler<P, R> {

    /**
     * Runs the command on a worker thread. It may block on the database.
     *
     * @return the result, whose components become {@code params} of the reply; null when it has none
     * @throws dev.tr50.protocol.CommandException when the client is to be told why not
     */
    R run(Caller caller, P params);
}
