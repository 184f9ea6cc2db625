package dev.tr50.gateway.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.ReplyWriter;
import io.vertx.core.buffer.Buffer;
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
        json(request, status, replies.writeRootFailure(new CommandException(code, message)));
    }

    /** What the exception says, as an object with the member {@code error}. */
    public static void refuse(HttpServerRequest request, HttpRefused refused) {
        refused.headers().forEach(request.response()::putHeader);
        String error =
                JSON.createObjectNode().put("error", refused.getMessage()).toString();
        json(request, refused.status(), (error + '\n').getBytes(StandardCharsets.UTF_8));
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
    public static void json(HttpServerRequest request, int status, byte[] body) {
        send(request, status, "application/json", body);
    }

    /**
     * The given status and body, which no cache keeps. Headers that were set on the response before are kept; whatever of the
     * request body has not been read is thrown away. Does nothing when the client is gone or has its answer.
     */
    public static void send(HttpServerRequest request, int status, String contentType, byte[] body) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        UnreadBody unread = UnreadBody.of(request);
        unread.announce(response);
        response.setStatusCode(status)
                .putHeader("Content-Type", contentType)
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(body));
        unread.discard();
    }
}
