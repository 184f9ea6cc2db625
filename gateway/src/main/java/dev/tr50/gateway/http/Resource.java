package dev.tr50.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What may be done with what stands under one path, by method: the handler of a route that takes every method.
 *
 * <p>HEAD goes where GET goes; the listener leaves out what a handler writes as the body of its answer. OPTIONS is answered with status
 * 204, any other method with 405, both with the methods that are there in {@code Allow} (RFC 9110, sections 9.3.7 and 15.5.6).
 *
 * <pre>{@code router.route("/files").handler(new Resource().get(this::list).post(this::create));}</pre>
 */
public final class Resource implements Handler<RoutingContext> {
    private final Map<HttpMethod, Handler<RoutingContext>> handlers = new LinkedHashMap<>();

    /** What answers GET and HEAD. */
    public Resource get(Handler<RoutingContext> handler) {
        handlers.put(HttpMethod.GET, handler);
        return on(HttpMethod.HEAD, handler);
    }

    /** What answers POST. */
    public Resource post(Handler<RoutingContext> handler) {
        return on(HttpMethod.POST, handler);
    }

    /** What answers PUT. */
    public Resource put(Handler<RoutingContext> handler) {
        return on(HttpMethod.PUT, handler);
    }

    /** What answers DELETE. */
    public Resource delete(Handler<RoutingContext> handler) {
        return on(HttpMethod.DELETE, handler);
    }

    /** What answers a method and nothing else, HEAD neither. */
    public Resource on(HttpMethod method, Handler<RoutingContext> handler) {
        handlers.put(method, handler);
        return this;
    }

    @Override
    public void handle(RoutingContext ctx) {
        HttpMethod method = ctx.request().method();
        Handler<RoutingContext> handler = handlers.get(method);
        if (handler != null) {
            handler.handle(ctx);
        } else if (method.equals(HttpMethod.OPTIONS)) {
            ctx.response().putHeader("Allow", allowed());
            Answers.noContent(ctx.request());
        } else {
            ErrorPages.methodNotAllowed(ctx.request(), allowed());
        }
    }

    private String allowed() {
        return String.join(
                ", ", handlers.keySet().stream().map(HttpMethod::name).toList());
    }
}
