package dev.tr50.gateway.dispatch;

import java.util.concurrent.CompletionStage;

/**
 * What answers a TR50 command that may take minutes, because it waits for somebody else: {@code method.exec} for a device. No
 * thread waits meanwhile, the commands behind it in the same message run at once, and other messages of the connection are
 * answered before it. The reply of its message waits for it.
 *
 * @param <P> its parameters, a record beside it
 * @param <R> its result, a record beside it, or {@link Void} when success is all there is to say
 */
@FunctionalInterface
public non-sealed interface WaitingCommand<P, R> extends Handler<P, R> {

    /**
     * Begins the command on a worker thread. It may block on the database, but not wait for what others do.
     *
     * <p>The stage must end by itself at some time. When nobody waits for the result any more, the
     * {@linkplain CompletionStage#toCompletableFuture() future} that was returned is completed by the dispatcher: cancelled when
     * the caller has gone, with an exception when the gateway stops. Whoever holds on to it lets go of it then; what the command
     * began goes on.
     *
     * @return the result, sooner or later, or a {@link dev.tr50.protocol.CommandException}; may be completed already
     * @throws dev.tr50.protocol.CommandException when the client is to be told at once why not
     */
    CompletionStage<R> run(Caller caller, P params);
}
