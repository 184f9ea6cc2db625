package dev.tr50.gateway.transfer;

import dev.tr50.protocol.ErrorCode;
import java.util.Map;

/** What a client is told when its transfer is refused: an answer, not an accident, so it has no stack trace. */
final class TransferRefused extends Exception {
    private final int status;
    private final ErrorCode code;
    private final transient Map<String, String> headers;

    private TransferRefused(int status, ErrorCode code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = headers;
    }

    static TransferRefused notFound() {
        return refused(404, ErrorCode.NOT_FOUND, "File not found, or its transfer id has expired or been used");
    }

    static TransferRefused methodNotAllowed(String allowed) {
        return new TransferRefused(
                405, ErrorCode.NOT_PERMITTED, "Method not allowed here; allowed: " + allowed, Map.of("Allow", allowed));
    }

    static TransferRefused alreadyRunning() {
        return refused(409, ErrorCode.RATE_LIMITED, "Another upload with this id is running");
    }

    static TransferRefused checksumMismatch(long promised, long arrived) {
        return refused(
                400, ErrorCode.CHECKSUM_MISMATCH, "crc32 of the bytes is " + arrived + ", promised was " + promised);
    }

    static TransferRefused rangeBeyondEnd(UnsatisfiableRangeException range) {
        return new TransferRefused(
                416, ErrorCode.BAD_PARAMETER, range.getMessage(), Map.of("Content-Range", range.contentRange()));
    }

    static TransferRefused credentialsNeeded() {
        return new TransferRefused(
                401,
                ErrorCode.NOT_AUTHENTICATED,
                "This file needs a user name and a password",
                Map.of("WWW-Authenticate", "Basic realm=\"file\", charset=\"UTF-8\""));
    }

    static TransferRefused tooManyGuesses(long waitSeconds) {
        return new TransferRefused(
                429,
                ErrorCode.RATE_LIMITED,
                "Too many wrong passwords",
                Map.of("Retry-After", Long.toString(waitSeconds)));
    }

    static TransferRefused busy() {
        return new TransferRefused(
                503, ErrorCode.RATE_LIMITED, "Too many passwords to check", Map.of("Retry-After", "1"));
    }

    private static TransferRefused refused(int status, ErrorCode code, String message) {
        return new TransferRefused(status, code, message, Map.of());
    }

    int status() {
        return status;
    }

    ErrorCode code() {
        return code;
    }

    Map<String, String> headers() {
        return headers;
    }
}
