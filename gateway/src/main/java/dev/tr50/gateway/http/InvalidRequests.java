package dev.tr50.gateway.http;

import dev.tr50.protocol.ErrorCode;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** Answers to bytes that are no HTTP request. The connection is closed after the answer. */
final class InvalidRequests {
    private InvalidRequests() {}

    static void answer(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(request, 414, "The request line is too long");
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(request, 431, "The headers are too long");
        } else {
            refuse(request, 400, "Not an HTTP request");
        }
    }

    private static void refuse(HttpServerRequest request, int status, String message) {
        Precautions.add(request.response());
        request.response().putHeader("Connection", "close");
        ErrorPages.refuse(request, status, ErrorCode.MALFORMED_MESSAGE, message);
    }
}
