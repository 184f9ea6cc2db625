package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.Scope;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lists on their way to clients. Each is in memory until it has been read, and a page of files with many attributes has megabytes;
 * so of those that nobody reads there must not be many.
 */
final class OutgoingLists {
    /** Bytes for one scope, twice the longest list and more. */
    static final long MOST_OF_SCOPE = 32L << 20;

    private static final long MOST = 128L << 20;

    private final Map<Scope, Long> byScope = new ConcurrentHashMap<>();
    private final AtomicLong all = new AtomicLong();

    /**
     * Answers with a list.
     *
     * @throws HttpRefused status 503 when too much is on its way
     */
    void send(HttpServerRequest request, Scope scope, byte[] list) {
        long ofScope = byScope.merge(scope, (long) list.length, Long::sum);
        if (all.addAndGet(list.length) > MOST || ofScope > MOST_OF_SCOPE) {
            leave(scope, list.length);
            throw HttpRefused.busy("too many lists that nobody reads", 1);
        }
        Answers.json(request, 200, list).onComplete(sent -> leave(scope, list.length));
    }

    private void leave(Scope scope, long bytes) {
        all.addAndGet(-bytes);
        byScope.computeIfPresent(scope, (same, known) -> known == bytes ? null : known - bytes);
    }
}
