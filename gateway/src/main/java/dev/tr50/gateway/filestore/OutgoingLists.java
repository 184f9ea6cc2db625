package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.MemoryBudget;
import dev.tr50.storage.Scope;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lists on their way to clients. Each is in memory until it has been read, and a page of files with many attributes has megabytes;
 * so of those that nobody reads there must not be many.
 */
final class OutgoingLists {
    /** Bytes for one scope, twice the longest list and more. */
    static final long MOST_OF_SCOPE = 32L << 20;

    private final Map<Scope, Long> byScope = new ConcurrentHashMap<>();
    private final MemoryBudget answers;

    OutgoingLists(MemoryBudget answers) {
        this.answers = answers;
    }

    /**
     * Answers with a list.
     *
     * @return completes when the list is in memory no more; fails with {@link HttpRefused} when too much is on its way
     */
    Future<Void> send(HttpServerRequest request, Scope scope, byte[] list) {
        long ofScope = byScope.merge(scope, (long) list.length, Long::sum);
        Future<Void> sent = ofScope > MOST_OF_SCOPE
                ? Future.failedFuture(answers.refusal())
                : answers.lend(share -> {
                    share.growTo(list.length);
                    return Answers.json(request, 200, list);
                });
        return sent.onComplete(done -> leave(scope, list.length));
    }

    private void leave(Scope scope, long bytes) {
        byScope.computeIfPresent(scope, (same, known) -> known == bytes ? null : known - bytes);
    }
}
