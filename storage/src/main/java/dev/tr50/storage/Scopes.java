package dev.tr50.storage;

import org.jdbi.v3.core.Handle;

/** The rows that count what is in a scope, and that every change of a scope locks first. */
final class Scopes {

    private Scopes() {}

    /** Files, and bytes of all of them together. */
    record Usage(long files, long bytes) {
        private static final Usage NOTHING = new Usage(0, 0);
    }

    /** @param thingId null for the scope of the group itself */
    static Scope create(Handle handle, String groupId, String thingId) {
        return new Scope(PlainSql.insert(
                handle, "INSERT INTO scopes (group_id, thing_id) VALUES (?, ?)", "id", groupId, thingId));
    }

    /** The scope of a thing that goes to another group. */
    static void move(Handle handle, Scope scope, String groupId) {
        handle.createUpdate("UPDATE scopes SET group_id = :group, revision = revision + 1 WHERE id = :scope")
                .bind("group", groupId)
                .bind("scope", scope.id())
                .execute();
    }

    /**
     * Makes every other change of this scope wait until the transaction ends, and tells readers that it has changed.
     *
     * @return whether there is such a scope: it may have been deleted
     */
    static boolean lockToChange(Handle handle, Scope scope) {
        int rows = handle.createUpdate("UPDATE scopes SET revision = revision + 1 WHERE id = :scope")
                .bind("scope", scope.id())
                .execute();
        return rows == 1;
    }

    static void countFiles(Handle handle, Scope scope, long files, long bytes) {
        handle.createUpdate("""
                        UPDATE scopes SET file_count = file_count + :files, byte_count = byte_count + :bytes
                        WHERE id = :scope
                        """)
                .bind("files", files)
                .bind("bytes", bytes)
                .bind("scope", scope.id())
                .execute();
    }

    /** Locks the scope, too. */
    static void countHandles(Handle handle, Scope scope, long handles) {
        handle.createUpdate("UPDATE scopes SET handle_count = handle_count + :handles WHERE id = :scope")
                .bind("handles", handles)
                .bind("scope", scope.id())
                .execute();
    }

    static boolean exists(Handle handle, Scope scope) {
        return revision(handle, scope) >= 0;
    }

    /** Locks the scope, too. Whether there was room below {@code max}. */
    static boolean countOneHandle(Handle handle, Scope scope, long max) {
        int rows = handle.createUpdate("""
                        UPDATE scopes SET handle_count = handle_count + 1
                        WHERE id = :scope AND handle_count < :max
                        """)
                .bind("scope", scope.id())
                .bind("max", max)
                .execute();
        return rows == 1;
    }

    /** Makes every change of this scope wait until the transaction ends. */
    static void lock(Handle handle, Scope scope) {
        countHandles(handle, scope, 0);
    }

    /** A number that every change of the scope's files makes another; -1 when there is no such scope. */
    static long revision(Handle handle, Scope scope) {
        return PlainSql.find(
                        handle, "SELECT revision FROM scopes WHERE id = ?", row -> row.getLong("revision"), scope.id())
                .orElse(-1L);
    }

    /** What a scope holds; nothing when there is no such scope. */
    static Usage usage(Handle handle, Scope scope) {
        return PlainSql.find(
                        handle,
                        "SELECT file_count, byte_count FROM scopes WHERE id = ?",
                        row -> new Usage(row.getLong("file_count"), row.getLong("byte_count")),
                        scope.id())
                .orElse(Usage.NOTHING);
    }
}
