package dev.tr50.storage;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Deletes everything that a scope holds: its files with their tags, and the handles on their way. For whoever deletes the
 * thing or group that the scope belongs to, in one transaction: {@link #empty} first, then the row of the thing or group,
 * {@link Scopes#delete} last; after the commit {@link BlobRemoval#released}.
 *
 * <p>An upload that runs meanwhile waits for that transaction, finds the scope gone and is refused.
 */
final class ScopeDeletion {

    /** So that the memory has room for their names. What is beyond is removed by the next sweep. */
    private static final int MOST_RELEASED = 100_000;

    private static final List<String> ROWS = List.of("file_tags", "tag_counts", "files", "uploads", "downloads");

    private ScopeDeletion() {}

    /**
     * Locks the scope and takes everything out of it.
     *
     * @param released takes the blobs that have lost a row, to be handed on when the transaction has been committed
     */
    static void empty(Handle handle, Scope scope, Collection<String> released) {
        Scopes.lockToChange(handle, scope);
        handle.createQuery("""
                        SELECT blob_id FROM files WHERE scope_id = :scope
                        UNION SELECT blob_id FROM downloads WHERE scope_id = :scope
                        FETCH FIRST :most ROWS ONLY
                        """)
                .bind("scope", scope.id())
                .bind("most", MOST_RELEASED)
                .mapTo(String.class)
                .forEach(released::add);
        for (String table : ROWS) {
            handle.createUpdate("DELETE FROM " + table + " WHERE scope_id = :scope")
                    .bind("scope", scope.id())
                    .execute();
        }
        handle.createUpdate("""
                        UPDATE scopes SET file_count = 0, byte_count = 0, handle_count = 0 WHERE id = :scope
                        """).bind("scope", scope.id()).execute();
    }
}
