package dev.tr50.protocol;

/**
 * The numbers that appear in {@code errorCodes} of a failed reply.
 *
 * <p>Numbers from -90000 to -90999 are the vendor's, with evidence from clients that act on them. Numbers from -99001
 * on are ours. The page {@code docs/errors.md} explains each one to users.
 */
public enum ErrorCode {
    /** Any object that a command names does not exist. The one not-found code that clients in the field act on. */
    NOT_FOUND(-90008),
    /** User name and password are right, a second factor is missing. */
    SECOND_FACTOR_REQUIRED(-90041),
    /** A client that goes through a list has had the last part of it. */
    AT_END(-90058),
    /** The message is not a JSON object, or is nested or numbered beyond the limits. */
    MALFORMED_MESSAGE(-99001),
    /** No command of that name exists. */
    UNKNOWN_COMMAND(-99002),
    /** A parameter is missing, of the wrong type or out of range. */
    BAD_PARAMETER(-99003),
    /** Not authenticated, or the session has ended. */
    NOT_AUTHENTICATED(-99004),
    /** Authenticated, but not allowed to do this. */
    NOT_PERMITTED(-99005),
    /** Too much at once: the inbox is full or a rate limit was met. */
    RATE_LIMITED(-99006),
    /** The gateway failed; its log tells more. */
    INTERNAL(-99007),
    /** The object to be made exists already. */
    ALREADY_EXISTS(-99008),
    /** The bytes that arrived do not have the promised checksum. */
    CHECKSUM_MISMATCH(-99009),
    /** What the command waited for did not happen in time. */
    TIMED_OUT(-99010),
    /** A message, a file or a number of commands is over its limit. */
    TOO_LARGE(-99011),
    /** The key names no property, attribute, alarm or method that the definition of the thing knows. */
    NOT_DEFINED(-99012),
    /** A device answered a method call with an error. Clients are told the device's own number, never this one. */
    DEVICE(-99013);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** The number as it stands in {@code errorCodes}. */
    public int number() {
        return number;
    }
}
