package dev.tr50.storage;

import java.time.Instant;

/**
 * A logged-in user or thing that comes back by a token.
 *
 * @param tokenHash SHA-256 of the token in hex
 * @param principalId id of the user or thing
 * @param groupId the group the session works in
 * @param appId the app it was opened with, or null
 * @param expiresAt moved on by every use
 */
public record Session(
        String tokenHash,
        Kind kind,
        String principalId,
        String groupId,
        String appId,
        Instant createdOn,
        Instant lastAccessed,
        Instant expiresAt) {

    /** Who is logged in. */
    public enum Kind {
        USER,
        THING
    }
}
