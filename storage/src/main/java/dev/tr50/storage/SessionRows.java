package dev.tr50.storage;

import org.jdbi.v3.core.Handle;

/** Sessions by whose they are, and what they begin and end with. */
final class SessionRows {

    private SessionRows() {}

    /** Keeps the secret of a thing from being changed until the transaction ends; whether it has this one. */
    static boolean lockSecret(Handle handle, String thingId, String secretHash) {
        return handle.createQuery("SELECT 1 FROM things WHERE id = :id AND secret_hash = :hash FOR UPDATE")
                .bind("id", thingId)
                .bind("hash", secretHash)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Keeps the token of an app from being changed until the transaction ends; whether it has this one. */
    static boolean lockToken(Handle handle, String appId, String tokenHash) {
        return handle.createQuery("SELECT 1 FROM apps WHERE id = :id AND token_hash = :hash FOR UPDATE")
                .bind("id", appId)
                .bind("hash", tokenHash)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static long count(Handle handle, String principalId) {
        return handle.createQuery("SELECT COUNT(*) FROM sessions WHERE principal_id = :principal")
                .bind("principal", principalId)
                .mapTo(Long.class)
                .one();
    }

    /** Ends those of a user or thing that were not used for longest. */
    static void endAllBut(Handle handle, String principalId, int left) {
        handle.createUpdate("""
                        DELETE FROM sessions WHERE token_hash IN (
                            SELECT token_hash FROM sessions WHERE principal_id = :principal
                            ORDER BY last_accessed DESC, created_on DESC, token_hash OFFSET :left ROWS)
                        """)
                .bind("principal", principalId)
                .bind("left", left)
                .execute();
    }

    static void deleteOf(Handle handle, String principalId) {
        handle.createUpdate("DELETE FROM sessions WHERE principal_id = :principal")
                .bind("principal", principalId)
                .execute();
    }

    static void deleteOf(Handle handle, String principalId, String groupId) {
        handle.createUpdate("DELETE FROM sessions WHERE principal_id = :principal AND group_id = :group")
                .bind("principal", principalId)
                .bind("group", groupId)
                .execute();
    }

    static void deleteOfApp(Handle handle, String appId) {
        handle.createUpdate("DELETE FROM sessions WHERE app_id = :app")
                .bind("app", appId)
                .execute();
    }
}
