package dev.tr50.gateway.http;

import java.util.Map;

/**
 * What a client of the Filestore or of the provisioning routes is told instead of what it asked for: a status and the text of
 * its {@code error} member. It is an answer, not an accident, so it has no stack trace.
 *
 * <p>The texts are those of the Filestore API as Mainflux has it, because its clients compare them; what is said after a colon is
 * for people.
 */
public final class HttpRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, String> headers;

    private HttpRefused(int status, String error, Map<String, String> headers) {
        super(error, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    /** An answer with any status. */
    public static HttpRefused with(int status, String error) {
        return new HttpRefused(status, error, Map.of());
    }

    /** Status 400: what was sent cannot be understood. */
    public static HttpRefused malformed(String what) {
        return with(400, "malformed entity specification: " + what);
    }

    /** Status 401, with the scheme that would have been right: {@code Thing} or {@code Bearer}. */
    public static HttpRefused unauthenticated(String scheme, String error) {
        return new HttpRefused(401, error, Map.of("WWW-Authenticate", scheme));
    }

    /** Status 403: known, but not allowed. */
    public static HttpRefused forbidden() {
        return with(403, "failed to perform authorization over the entity");
    }

    /** Status 404. */
    public static HttpRefused notFound() {
        return with(404, "entity not found");
    }

    /** Status 409: the name is taken. */
    public static HttpRefused exists() {
        return with(409, "entity already exists");
    }

    /** Status 412: what the request wants to be true is not, or not any more. */
    public static HttpRefused preconditionFailed() {
        return with(412, "precondition failed");
    }

    /** Status 413: more than the given number of bytes. */
    public static HttpRefused tooLong(long limit) {
        return with(413, "request body is longer than " + limit + " bytes");
    }

    /** Status 415, with the content type that would have been right. */
    public static HttpRefused unsupportedContentType(String wanted) {
        return with(415, "unsupported content type: " + wanted + " is needed");
    }

    /** Status 416, with the value of {@code Content-Range} that tells how long the file is. */
    public static HttpRefused unsatisfiableRange(String contentRange) {
        return new HttpRefused(
                416, "the range begins beyond the end of the file", Map.of("Content-Range", contentRange));
    }

    /** Status 429: not before so many seconds have passed. */
    public static HttpRefused tryLater(String error, long seconds) {
        return new HttpRefused(429, error, Map.of("Retry-After", Long.toString(seconds)));
    }

    /** Status 503: too much to do now, after so many seconds perhaps not. */
    public static HttpRefused busy(String error, long seconds) {
        return new HttpRefused(503, error, Map.of("Retry-After", Long.toString(seconds)));
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** Headers that go with it. */
    public Map<String, String> headers() {
        return headers;
    }
}
