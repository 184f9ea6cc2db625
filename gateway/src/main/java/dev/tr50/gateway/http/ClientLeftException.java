package dev.tr50.gateway.http;

/** The connection ended, or stopped being HTTP, before the request did. Nobody is left to be answered. */
public final class ClientLeftException extends Exception {
    /** @param cause what the connection said; only its text is kept */
    public ClientLeftException(Throwable cause) {
        super(cause.toString(), null, false, false);
    }
}
