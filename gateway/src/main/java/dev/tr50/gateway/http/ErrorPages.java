package dev.tr50.gateway.http;

import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.protocol.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Answers to requests that no route answered. */
public final class ErrorPages {
    private ErrorPages() {}

    /** Status 405 with the methods that would have been right, as in {@code "GET, HEAD"}. */
    public static void methodNotAllowed(HttpServerRequest request, String allowed) {
        request.response().putHeader("Allow", allowed);
        Answers.refuse(request, 405, ErrorCode.NOT_PERMITTED, "Method not allowed here; allowed: " + allowed);
    }

    static void mount(Router router) {
        FaultLog faults = new FaultLog();
        router.errorHandler(400, ctx -> Answers.refuse(ctx.request(), 400, ErrorCode.MALFORMED_MESSAGE, "Bad request"));
        router.errorHandler(404, ctx -> Answers.refuse(ctx.request(), 404, ErrorCode.NOT_FOUND, "No such resource"));
        router.errorHandler(500, ctx -> internalError(ctx, faults));
    }

    private static void internalError(RoutingContext ctx, FaultLog faults) {
        faults.log("An HTTP request", null, ctx.failure());
        Answers.refuse(ctx.request(), 500, ErrorCode.INTERNAL, "Internal error");
    }
}
