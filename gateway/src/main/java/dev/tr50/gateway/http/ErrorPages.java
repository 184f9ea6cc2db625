package dev.tr50.gateway.http;

import dev.tr50.protocol.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers to requests that no route answered. */
public final class ErrorPages {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);

    private ErrorPages() {}

    /** Status 405 with the methods that would have been right, as in {@code "GET, HEAD"}. */
    public static void methodNotAllowed(HttpServerRequest request, String allowed) {
        request.response().putHeader("Allow", allowed);
        Answers.refuse(request, 405, ErrorCode.NOT_PERMITTED, "Method not allowed here; allowed: " + allowed);
    }

    static void mount(Router router) {
        router.errorHandler(400, ctx -> Answers.refuse(ctx.request(), 400, ErrorCode.MALFORMED_MESSAGE, "Bad request"));
        router.errorHandler(404, ctx -> Answers.refuse(ctx.request(), 404, ErrorCode.NOT_FOUND, "No such resource"));
        router.errorHandler(500, ErrorPages::internalError);
    }

    private static void internalError(RoutingContext ctx) {
        log.error("{} {} failed", ctx.request().method(), ctx.normalizedPath(), ctx.failure());
        Answers.refuse(ctx.request(), 500, ErrorCode.INTERNAL, "Internal error");
    }
}
