package dev.tr50.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.channels.ClosedChannelException;

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
     * @param share grows to the length of the body: at once where that was declared, otherwise as the bytes come
     * @return fails with {@link BodyTooLongException}, {@link ClientLeftException}, or {@link HttpRefused} when there is no room
     */
    public static Future<Buffer> read(HttpServerRequest request, int limit, MemoryBudget.Share share) {
        if (request.response().closed()) {
            return Future.failedFuture(new ClientLeftException(new ClosedChannelException()));
        }
        long declared = declaredLength(request);
        try {
            requireRoom(declared, limit, share);
        } catch (BodyTooLongException | HttpRefused refused) {
            return Future.failedFuture(refused);
        }
        invite(request);
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer((int) Math.max(0, declared));
        request.exceptionHandler(cause -> whole.tryFail(new ClientLeftException(cause)));
        request.handler(chunk -> {
            try {
                requireRoom((long) body.length() + chunk.length(), limit, share);
                body.appendBuffer(chunk);
            } catch (BodyTooLongException | HttpRefused refused) {
                request.pause();
                whole.tryFail(refused);
            }
        });
        request.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }

    private static void requireRoom(long length, int limit, MemoryBudget.Share share) throws BodyTooLongException {
        if (length > limit) {
            throw new BodyTooLongException(limit);
        }
        share.growTo(length);
    }
}
