package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.RequestBody;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** What the headers of a request say of the form in its body. */
final class FormRequest {
    static final String TYPE = "multipart/form-data";

    private FormRequest() {}

    static boolean hasForm(HttpServerRequest request) {
        return hasType(request, TYPE);
    }

    /** Whether the body is of a type, whatever its parameters. */
    static boolean hasType(HttpServerRequest request, String type) {
        String header = request.getHeader("Content-Type");
        return header != null && HeaderParameters.valueOf(header).equals(type);
    }

    /**
     * Takes over the request, which must be paused, and tells the client to go on where it waits for that.
     *
     * @param maxFileBytes of the file alone
     * @throws HttpRefused status 415 when the body is no form, 400 when nothing says what separates its parts, 413 when it is too long
     */
    static Form open(HttpServerRequest request, long maxFileBytes) {
        if (!hasForm(request)) {
            throw HttpRefused.unsupportedContentType(TYPE);
        }
        String boundary = boundary(request.getHeader("Content-Type"));
        long length = RequestBody.declaredLength(request);
        if (length - Form.MOST_BESIDE_FILE > maxFileBytes) {
            throw HttpRefused.tooLong(maxFileBytes);
        }
        RequestBody.invite(request);
        return new Form(request, boundary, length);
    }

    private static String boundary(String contentType) {
        try {
            Map<String, String> parameters = HeaderParameters.of(contentType);
            String boundary = parameters.getOrDefault("boundary", "");
            if (!boundary.isEmpty()) {
                return boundary;
            }
        } catch (IllegalArgumentException e) {
            throw HttpRefused.malformed("the content type: " + e.getMessage());
        }
        throw HttpRefused.malformed("the content type names no boundary");
    }
}
