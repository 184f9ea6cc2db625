package dev.tr50.gateway.http;

import io.vertx.ext.web.Router;

/**
 * A group of HTTP routes that joins the listener.
 *
 * <p>Handlers run on an event loop and must not block it: what blocks goes through {@code ctx.vertx().executeBlocking(…, false)}, which
 * runs on the listener's bounded pool of workers. A handler that reads a body reads it from {@code ctx.request()}: nothing
 * buffers or parses bodies in front of it.
 */
@FunctionalInterface
public interface Routes {
    /** Adds the routes of this group. Called once, before the listener accepts its first connection. */
    void mount(Router router);
}
