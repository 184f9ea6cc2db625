package dev.tr50.storage;

import org.jdbi.v3.core.Handle;

/** Tokens, where they come and go with their user. */
final class TokenRows {

    private TokenRows() {}

    /** Ends the logins of a user, but for one. */
    static void deleteLogins(Handle handle, String userId, String tokenId) {
        handle.createUpdate("DELETE FROM tokens WHERE user_id = :user AND kind = 'LOGIN' AND id <> :kept")
                .bind("user", userId)
                .bind("kept", tokenId == null ? "" : tokenId)
                .execute();
    }
}
