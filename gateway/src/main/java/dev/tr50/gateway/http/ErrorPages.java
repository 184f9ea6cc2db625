package dev.tr50.gateway.http;

import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.protocol.ErrorCode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/**
 * What the listener itself answers: a TR50 failure under the paths whose clients expect one, and an object with the member
 * {@code error} everywhere else.
 */
public final class ErrorPages {
    private static final List<String> TR50 = List.of("/api", "/file", "/mqtt");

    private ErrorPages() {}

    /** Status 405 with the methods that would have been right, as in {@code "GET, HEAD"}. */
    public static void methodNotAllowed(HttpServerRequest request, String allowed) {
        request.response().putHeader("Allow", allowed);
        refuse(request, 405, ErrorCode.NOT_PERMITTED, "Method not allowed here; allowed: " + allowed);
    }

    static void refuse(HttpServerRequest request, int status, ErrorCode code, String message) {
        if (speaksTr50(request.path())) {
            Answers.refuse(request, status, code, message);
        } else {
            Answers.refuse(request, HttpRefused.with(status, uncapitalised(message)));
        }
    }

    /** The same, and then the end of the connection; whoever reads the body of the request finds that the client has left. */
    static void refuseAndClose(HttpServerRequest request, int status, ErrorCode code, String message) {
        byte[] body =
                speaksTr50(request.path()) ? Answers.failure(code, message) : Answers.error(uncapitalised(message));
        Answers.jsonAndClose(request, status, body);
    }

    private static boolean speaksTr50(String path) {
        return path != null && TR50.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + '/'));
    }

    private static String uncapitalised(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    static void mount(Router router) {
        FaultLog faults = new FaultLog();
        router.route().failureHandler(ctx -> cutOff(ctx, faults));
        router.errorHandler(400, ctx -> refuse(ctx.request(), 400, ErrorCode.MALFORMED_MESSAGE, "Malformed request"));
        router.errorHandler(404, ctx -> {
            Observation.unanswered(ctx);
            refuse(ctx.request(), 404, ErrorCode.NOT_FOUND, "No such resource");
        });
        router.errorHandler(500, ctx -> failed(ctx, faults));
        for (int status : new int[] {405, 406, 413, 415}) {
            router.errorHandler(status, ctx -> refuse(ctx.request(), status, ErrorCode.NOT_PERMITTED, reason(status)));
        }
    }

    private static String reason(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    private static void failed(RoutingContext ctx, FaultLog faults) {
        if (ctx.failure() instanceof HttpRefused refused) {
            Answers.refuse(ctx.request(), refused);
        } else {
            faults.log("An HTTP request", null, ctx.failure());
            refuse(ctx.request(), 500, ErrorCode.INTERNAL, "Internal error");
        }
    }

    /**
     * An answer that has begun cannot become another one; only its missing end tells that it is not whole. The router would reset it,
     * and then nobody who waits for its end is told of that.
     */
    private static void cutOff(RoutingContext ctx, FaultLog faults) {
        if (ctx.response().headWritten() && !ctx.response().ended()) {
            faults.log("An HTTP request", null, ctx.failure());
            ctx.request().connection().close();
        } else {
            ctx.next();
        }
    }
}
