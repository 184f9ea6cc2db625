package dev.tr50.storage;

import org.jdbi.v3.core.Handle;

/** Sessions that end with whose they are. */
final class SessionRows {

    private SessionRows() {}

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
