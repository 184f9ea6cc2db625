package dev.tr50.gateway.cli;

/** Something on the command line cannot be done; the message is for the person who typed it. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message);
    }
}
