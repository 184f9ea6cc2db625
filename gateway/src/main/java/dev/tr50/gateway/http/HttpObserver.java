package dev.tr50.gateway.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;

/** Hears of every request that was answered. Called on event loops; must be quick and must not fail. */
@FunctionalInterface
public interface HttpObserver {
    /** Does not care. */
    HttpObserver NOBODY = (route, method, status, nanos, from) -> {};

    /**
     * A request was answered, or its client left before.
     *
     * @param route the path pattern of its route, as in {@code /files/:name}; null where there is none
     * @param method as the client sent it, which may be any word
     * @param status of the answer
     * @param nanos from the head of the request to the end of the answer
     * @param from the client's address
     */
    void answered(String route, HttpMethod method, int status, long nanos, SocketAddress from);

    /** Tells two. */
    default HttpObserver and(HttpObserver other) {
        return (route, method, status, nanos, from) -> {
            answered(route, method, status, nanos, from);
            other.answered(route, method, status, nanos, from);
        };
    }
}
