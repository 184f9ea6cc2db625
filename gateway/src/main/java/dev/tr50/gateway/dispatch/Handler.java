package dev.tr50.gateway.dispatch;

/**
 * What answers one TR50 command: at once, or later.
 *
 * @param <P> its parameters, a record beside it
 * @param <R> its result, a record beside it, or {@link Void} when success is all there is to say
 */
public sealed interface Handler<P, R> permits Command, WaitingCommand {}
