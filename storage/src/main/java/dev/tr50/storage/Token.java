package dev.tr50.storage;

import java.time.Instant;

/**
 * What a user shows in place of its password.
 *
 * @param id public name
 * @param tokenHash SHA-256 of the token in hex
 * @param expiresAt null for never
 */
public record Token(String id, String tokenHash, String userId, Kind kind, Instant issuedAt, Instant expiresAt) {

    /** How a token came to be. */
    public enum Kind {
        /** By e-mail address and password. */
        LOGIN,
        /** By a user that had logged in, for its programs. */
        API_KEY
    }
}
