package dev.tr50.gateway.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Somebody is not let in. The message is for the client and says nothing that it may not know. It is an answer, not an accident,
 * so it has no stack trace.
 */
public final class LoginRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why somebody is not let in. */
    public enum Why {
        /** Name or password, thing key or token is wrong; which one is not told. */
        WRONG,
        /** Too many wrong passwords: not let in for some time, whatever is shown. */
        LOCKED,
        /** Too many passwords wait to be checked; nothing was checked. */
        BUSY,
        /** The thing belongs to another application id. */
        OTHER_APP_ID
    }

    private final Why why;
    private final transient Instant lockedUntil;

    private LoginRefused(Why why, String message) {
        this(why, message, null);
    }

    private LoginRefused(Why why, String message, Instant lockedUntil) {
        super(message, null, false, false);
        this.why = why;
        this.lockedUntil = lockedUntil;
    }

    static LoginRefused wrongPassword() {
        return new LoginRefused(Why.WRONG, "Wrong username or password");
    }

    static LoginRefused wrongToken() {
        return new LoginRefused(Why.WRONG, "Wrong appToken, or unknown thingKey");
    }

    static LoginRefused noGroup() {
        return new LoginRefused(Why.WRONG, "The user is a member of no group");
    }

    static LoginRefused locked(Instant until) {
        return new LoginRefused(
                Why.LOCKED,
                "Locked after too many wrong passwords, until " + until.truncatedTo(ChronoUnit.SECONDS),
                until);
    }

    static LoginRefused busy() {
        return new LoginRefused(Why.BUSY, "Too many logins at once, try again");
    }

    static LoginRefused otherAppId() {
        return new LoginRefused(Why.OTHER_APP_ID, "The thing is bound to another application id");
    }

    /** Until when the name is locked; empty when it is not that. */
    public Optional<Instant> lockedUntil() {
        return Optional.ofNullable(lockedUntil);
    }

    /** Why. */
    public Why why() {
        return why;
    }
}
