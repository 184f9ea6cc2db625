package dev.tr50.gateway.http;

import io.vertx.core.http.HttpServerResponse;

/**
 * Headers of every answer, for the browsers of those who are shown links to this port: nothing is taken for another type than it
 * says, and nothing stands in another site's frame.
 */
final class Precautions {
    private Precautions() {}

    /** The same and more, for what a browser shows when somebody follows a link: it loads nothing and runs nothing. */
    static void forPages(HttpServerResponse response) {
        response.putHeader(
                "Content-Security-Policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    static void add(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff").putHeader("X-Frame-Options", "DENY");
    }
}
