package dev.tr50.gateway.http;

/** A request body is over its limit. It is an answer to the client, so it has no stack trace. */
public final class BodyTooLongException extends Exception {
    /** @param limit the most bytes that would have been accepted */
    public BodyTooLongException(long limit) {
        super("The body is longer than the " + limit + " bytes that are accepted", null, false, false);
    }
}
