package dev.tr50.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * What a client still sends although its answer is already given.
 *
 * <p>Closing a socket while bytes wait in it resets the connection, and the reset can destroy the answer before the client has
 * read it. So the rest is read and thrown away for a bounded time and amount; only then is the connection closed. A body that
 * is known to be short is read to its end and the connection stays usable.
 */
final class UnreadBody {
    private static final long SHORT_BODY = 64 * 1024;
    private static final long MOST_DISCARDED = 64L * 1024 * 1024;
    private static final long LINGER_MILLIS = 5_000;

    private final HttpServerRequest request;
    private final boolean ended;
    private final boolean keepsConnection;
    private long discarded;

    private UnreadBody(HttpServerRequest request) {
        this.request = request;
        this.ended = request.isEnded();
        this.keepsConnection = ended || (isShort(request) && !RequestBody.waits(request));
    }

    private static boolean isShort(HttpServerRequest request) {
        long declared = RequestBody.declaredLength(request);
        return declared != RequestBody.UNKNOWN_LENGTH && declared <= SHORT_BODY;
    }

    static UnreadBody of(HttpServerRequest request) {
        return new UnreadBody(request);
    }

    /** Tells the client when the connection ends with this answer. */
    void announce(HttpServerResponse response) {
        if (!keepsConnection) {
            response.putHeader("Connection", "close");
        }
    }

    /** Reads the rest and throws it away. */
    void discard() {
        if (ended) {
            return;
        }
        long timer = Vertx.currentContext().owner().setTimer(LINGER_MILLIS, late -> close());
        request.handler(chunk -> {
            discarded += chunk.length();
            if (discarded > MOST_DISCARDED) {
                close();
            }
        });
        request.exceptionHandler(gone -> cancel(timer));
        request.endHandler(end -> {
            cancel(timer);
            if (!keepsConnection) {
                close();
            }
        });
        request.resume();
    }

    private void cancel(long timer) {
        Vertx.currentContext().owner().cancelTimer(timer);
    }

    private void close() {
        request.connection().close();
    }
}
