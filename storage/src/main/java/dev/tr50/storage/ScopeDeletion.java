package dev.tr50.storage;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Deletes everything that scopes hold: their files with their tags, and the handles on their way. For whoever deletes the
 * thing or group that a scope belongs to, in one transaction: {@link #empty} or {@link #emptyAllOf} first, then the row of the
 * thing or group, then those of the scopes; after the commit {@link BlobRemoval#released} and {@link DeletedScopes#remove}.
 *
 * <p>The handles go at once. Files are out of reach when the row of their scope is gone, so their rows can follow.
 *
 * <p>An upload that runs meanwhile waits for that transaction, finds the scope gone and is refused.
 */
final class ScopeDeletion {

    /** So that the memory has room for their names. What is beyond is removed by the next sweep. */
    private static final int MOST_RELEASED = 100_000;

    private static final List<String> ROWS = List.of("tag_counts", "description_counts", "uploads", "downloads");

    private static final String ONE = ":which";
    private static final String ALL_OF_GROUP = "SELECT id FROM scopes WHERE group_id = :which";

    private ScopeDeletion() {}

    /**
     * Locks a scope and takes everything out of it.
     *
     * @param released takes the blobs that have lost a row, to be handed on when the transaction has been committed
     */
    static void empty(Handle handle, Scope scope, Collection<String> released) {
        empty(handle, ONE, scope.id(), released);
    }

    /**
     * Locks the scopes of a group and of all of its things, and takes everything out of them, in as many statements as for one.
     *
     * @param released takes the blobs that have lost a row, to be handed on when the transaction has been committed
     */
    static void emptyAllOf(Handle handle, String groupId, Collection<String> released) {
        empty(handle, ALL_OF_GROUP, groupId, released);
    }

    private static void empty(Handle handle, String scopes, Object which, Collection<String> released) {
        execute(handle, "UPDATE scopes SET revision = revision + 1 WHERE id IN (" + scopes + ")", which);
        execute(
                handle,
                "INSERT INTO deleted_scopes (scope_id) SELECT id FROM scopes WHERE id IN (" + scopes + ")",
                which);
        handle.createQuery(
                        "SELECT blob_id FROM downloads WHERE scope_id IN (" + scopes + ") FETCH FIRST :most ROWS ONLY")
                .bind("which", which)
                .bind("most", MOST_RELEASED)
                .mapTo(String.class)
                .forEach(released::add);
        for (String table : ROWS) {
            execute(handle, "DELETE FROM " + table + " WHERE scope_id IN (" + scopes + ")", which);
        }
    }

    private static void execute(Handle handle, String statement, Object which) {
        handle.createUpdate(statement).bind("which", which).execute();
    }
}
