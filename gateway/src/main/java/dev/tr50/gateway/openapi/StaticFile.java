package dev.tr50.gateway.openapi;

import dev.tr50.gateway.http.EntityTags;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the jar that is sent as it is. Its bytes are in memory once, however many clients read them how slowly.
 *
 * @param policy what a browser may load when it shows this file, as a Content-Security-Policy
 */
record StaticFile(Buffer content, String contentType, String entityTag, String policy) {

    /**
     * Reads a resource.
     *
     * @param resource its absolute path
     * @throws IllegalStateException when it is not there
     */
    static StaticFile of(String resource, String contentType, String policy) {
        try (InputStream in = StaticFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            byte[] bytes = in.readAllBytes();
            return new StaticFile(Buffer.buffer(bytes), contentType, '"' + sha256(bytes) + '"', policy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers {@code GET} and {@code HEAD}; status 304 when the client has it already. */
    void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response()
                .putHeader("ETag", entityTag)
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Content-Security-Policy", policy)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (EntityTags.in(request, "If-None-Match").nameWeakly(entityTag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", contentType).putHeader("Content-Length", Integer.toString(content.length()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(content);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
