package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import java.util.function.Supplier;

/**
 * Somebody wants what it may not have. The rules are the same whoever asks by which door; each door says so in its own way. It is an
 * answer, not an accident, so it has no stack trace.
 */
public final class Declined extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    enum Why {
        NOT_ALLOWED,
        NOT_FOUND,
        EXISTS,
        LAST_ONE
    }

    private final Why why;

    private Declined(Why why, String message) {
        super(message, null, false, false);
        this.why = why;
    }

    static Declined notAllowed(String message) {
        return new Declined(Why.NOT_ALLOWED, message);
    }

    static Declined notFound(String message) {
        return new Declined(Why.NOT_FOUND, message);
    }

    static Declined exists(String message) {
        return new Declined(Why.EXISTS, message);
    }

    static Declined lastOne(String message) {
        return new Declined(Why.LAST_ONE, message);
    }

    /** As the routes answer it. */
    HttpRefused toHttp() {
        return switch (why) {
            case NOT_ALLOWED -> HttpRefused.forbidden();
            case NOT_FOUND -> HttpRefused.notFound();
            case EXISTS -> HttpRefused.exists();
            case LAST_ONE -> HttpRefused.with(409, "failed to update entity: " + getMessage());
        };
    }

    /**
     * What an action gives.
     *
     * @throws CommandException when it is declined
     */
    public static <T> T told(Supplier<T> action) {
        try {
            return action.get();
        } catch (Declined e) {
            throw new CommandException(
                    switch (e.why) {
                        case NOT_ALLOWED, LAST_ONE -> ErrorCode.NOT_PERMITTED;
                        case NOT_FOUND -> ErrorCode.NOT_FOUND;
                        case EXISTS -> ErrorCode.ALREADY_EXISTS;
                    },
                    e.getMessage());
        }
    }
}
