package dev.tr50.gateway.transfer;

/** The file has another version than the client wants. It is an answer, so it has no stack trace. */
final class OtherVersionException extends Exception {
    private static final long serialVersionUID = 1;

    OtherVersionException() {
        super("The file is another one than If-Match names", null, false, false);
    }
}
