package dev.tr50.gateway.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.ReplyWriter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** Short JSON answers with their length: the success and the failure of TR50 on one line, and the errors of all other routes. */
public final class Answers {
    private static final ReplyWriter replies = new ReplyWriter();
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] SUCCESS = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);

    private Answers() {}

    /** Status 200 and {@code {"success":true}}. */
    public static void succeed(HttpServerRequest request) {
        json(request, 200, SUCCESS);
    }

    /** The given status and a TR50 failure; whatever of the request body has not been read is thrown away. */
    public static void refuse(HttpServerRequest request, int status, ErrorCode code, String message) {
        json(request, status, failure(code, message));
    }

    static byte[] failure(ErrorCode code, String message) {
        return replies.writeRootFailure(new CommandException(code, message));
    }

    /** What the exception says, as an object with the member {@code error}. */
    public static void refuse(HttpServerRequest request, HttpRefused refused) {
        refused.headers().forEach(request.response()::putHeader);
        json(request, refused.status(), error(refused.getMessage()));
    }

    static byte[] error(String text) {
        String object = JSON.createObjectNode().put("error", text).toString();
        return (object + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /** Status 204 without a body. Headers that were set on the response before are kept. */
    public static void noContent(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        UnreadBody unread = UnreadBody.of(request);
        unread.announce(response);
        response.setStatusCode(204).end();
        unread.discard();
    }

    /** The given status and JSON, otherwise like {@link #send}. */
    public static Future<Void> json(HttpServerRequest request, int status, byte[] body) {
        return send(request, status, "application/json", body);
    }

    /**
     * The given status and body, which no cache keeps. Headers that were set on the response before are kept; whatever of the
     * request body has not been read is thrown away. Does nothing when the client is gone or has its answer.
     *
     * @return completes when the body is in memory no more, as far as that is the gateway's: sent, or lost with its connection
     */
    public static Future<Void> send(HttpServerRequest request, int status, String contentType, byte[] body) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return Future.succeededFuture();
        }
        UnreadBody unread = UnreadBody.of(request);
        unread.announce(response);
        if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            Precautions.forPages(response);
        }
        Future<Void> sent = write(response, status, contentType, body);
        unread.discard();
        return sent;
    }

    /**
     * The given status and JSON, and then the end of the connection: whoever reads the body of the request finds that the client has
     * left. Does nothing when the client is gone or has its answer.
     */
    static void jsonAndClose(HttpServerRequest request, int status, byte[] body) {
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.closed()) {
            response.putHeader("Connection", "close");
            write(response, status, "application/json", body)
                    .onComplete(sent -> request.connection().close());
        }
    }

    private static Future<Void> write(HttpServerResponse response, int status, String contentType, byte[] body) {
        return response.setStatusCode(status)
                .putHeader("Content-Type", contentType)
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(body));
    }
}
