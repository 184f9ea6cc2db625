package dev.tr50.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What the headers say about a request body, and the reading of short ones. */
public final class RequestBody {
    /** The declared length of a body that comes in chunks. */
    public static final long UNKNOWN_LENGTH = -1;

    private RequestBody() {}

    /** The value of Content-Length in bytes; {@link #UNKNOWN_LENGTH} for a chunked body, 0 when there is no body. */
    public static long declaredLength(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return UNKNOWN_LENGTH;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException moreThanALong) {
            return Long.MAX_VALUE;
        }
    }

    /** Whether the client holds the body back until it is told to continue. */
    public static boolean waits(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    /** Tells a client that asked for it, and no other, to go on and send its body. */
    public static void invite(HttpServerRequest request) {
        if (waits(request)) {
            request.headers().remove(HttpHeaders.EXPECT);
            request.response().writeContinue();
        }
    }

    /**
     * Reads a whole body into memory. A request that was paused must be resumed afterwards.
     *
     * @param limit the most bytes to accept
     * @return fails with {@link BodyTooLongException} or {@link ClientLeftException}
     */
    public static Future<Buffer> read(HttpServerRequest request, int limit) {
        if (declaredLength(request) > limit) {
            return Future.failedFuture(new BodyTooLongException(limit));
        }
        invite(request);
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(cause -> whole.tryFail(new ClientLeftException(cause)));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > limit) {
                request.pause();
                whole.tryFail(new BodyTooLongException(limit));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }
}
