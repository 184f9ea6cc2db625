package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.identity.HttpIdentity.TokenBearer;
import dev.tr50.storage.User;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;

/**
 * What a handler may know of a request.
 *
 * @param bearer who asks; null on routes that are open to everybody
 * @param from where it comes from
 * @param path the values in the path, by name
 * @param query the parameters behind the question mark
 */
record Call(TokenBearer bearer, Origin from, Map<String, String> path, MultiMap query) {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MOST = 200;

    /** A part of a list. */
    record Page(long offset, int limit) {}

    User user() {
        return bearer.user();
    }

    String id() {
        return path.get("id");
    }

    /**
     * Which part of a list is wanted: {@code offset}, by default 0, and {@code limit}, 1 to 200, by default 10.
     *
     * @throws HttpRefused status 400 when either is anything else or comes twice
     */
    Page page() {
        long limit = number("limit", DEFAULT_LIMIT);
        if (limit < 1 || limit > MOST) {
            throw HttpRefused.with(400, "invalid limit size: limit must be from 1 to " + MOST);
        }
        return new Page(number("offset", 0), (int) limit);
    }

    private long number(String name, long otherwise) {
        List<String> values = query.getAll(name);
        if (values.isEmpty()) {
            return otherwise;
        }
        if (values.size() > 1 || !values.get(0).matches("[0-9]{1,18}")) {
            throw HttpRefused.with(400, "invalid query parameters: " + name + " must be one whole number");
        }
        return Long.parseLong(values.get(0));
    }
}
