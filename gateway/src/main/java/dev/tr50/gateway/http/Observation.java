package dev.tr50.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;

/** Tells the observer of each request. */
final class Observation {
    private static final String UNANSWERED = "http.unanswered";

    private final HttpObserver observer;

    Observation(HttpObserver observer) {
        this.observer = observer;
    }

    /** The first handler of every request. */
    void begin(RoutingContext ctx) {
        long start = System.nanoTime();
        ctx.addEndHandler(ended -> observer.answered(
                pattern(ctx),
                ctx.request().method(),
                ctx.response().getStatusCode(),
                System.nanoTime() - start,
                ctx.request().remoteAddress()));
        ctx.next();
    }

    /** What no handler sees. */
    void unreadable(HttpServerRequest request) {
        observer.answered(null, request.method(), request.response().getStatusCode(), 0, request.remoteAddress());
    }

    /** No route has answered the request: the last one that was asked is not its own. */
    static void unanswered(RoutingContext ctx) {
        ctx.put(UNANSWERED, true);
    }

    /** Its path unless it has another name; the routes that are asked for every path have neither. */
    private static String pattern(RoutingContext ctx) {
        Route route = ctx.currentRoute();
        return route == null || ctx.get(UNANSWERED) != null ? null : route.getName();
    }
}
