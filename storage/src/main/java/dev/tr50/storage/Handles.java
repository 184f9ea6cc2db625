package dev.tr50.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The bound on the open transfer handles of a scope. */
final class Handles {

    private Handles() {}

    /**
     * Locks the scope and counts one more handle. Those that have expired make room first.
     *
     * @param released takes the blobs that expired handles had kept
     * @throws TooManyHandlesException when there is no room
     * @throws NoSuchScopeException when the scope has been deleted
     */
    static void countOneMore(Handle handle, Scope scope, Instant now, Collection<String> released) {
        if (Scopes.countOneHandle(handle, scope, Transfers.MAX_OPEN_HANDLES)) {
            return;
        }
        if (!Scopes.exists(handle, scope)) {
            throw new NoSuchScopeException(scope);
        }
        released.addAll(removeExpired(handle, scope, now));
        if (!Scopes.countOneHandle(handle, scope, Transfers.MAX_OPEN_HANDLES)) {
            throw new TooManyHandlesException(scope);
        }
    }

    /** Locks the scope and ends its expired handles; the blobs that they had kept. */
    static List<String> removeExpired(Handle handle, Scope scope, Instant now) {
        Scopes.lock(handle, scope);
        List<String> kept = DownloadRows.deleteExpired(handle, scope, now);
        int uploads = UploadRows.deleteExpired(handle, scope, now);
        Scopes.countHandles(handle, scope, -(kept.size() + uploads));
        return kept;
    }

    static List<Scope> scopesWithExpired(Handle handle, Instant now) {
        return handle.createQuery("""
                        SELECT scope_id FROM uploads WHERE expires_at <= :now
                        UNION SELECT scope_id FROM downloads WHERE expires_at <= :now
                        """)
                .bind("now", now.toEpochMilli())
                .map((row, context) -> new Scope(row.getLong("scope_id")))
                .list();
    }
}
