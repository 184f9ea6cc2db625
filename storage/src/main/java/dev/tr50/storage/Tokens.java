package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** What users show in place of their passwords; survives a restart. */
public final class Tokens {

    private static final String SELECT = "SELECT id, token_hash, user_id, kind, issued_at, expires_at FROM tokens ";

    private final Database database;

    Tokens(Database database) {
        this.database = database;
    }

    /**
     * Keeps a token, in place of the user's oldest ones of its kind when there are too many; whether there is such a user.
     *
     * @param most how many of its kind the user has afterwards at most, at least 1
     */
    public boolean create(Token token, int most) {
        return database.write(handle -> Users.lock(handle, token.userId()) && insertInPlace(handle, token, most));
    }

    /**
     * The same for one that is given for a password; whether there is such a user who still has it. It may have been changed while
     * it was being checked.
     *
     * @param passwordHash of the password that was shown
     */
    public boolean create(Token token, String passwordHash, int most) {
        return database.write(
                handle -> Users.lock(handle, token.userId(), passwordHash) && insertInPlace(handle, token, most));
    }

    private static boolean insertInPlace(Handle handle, Token token, int most) {
        makeRoom(handle, token, most - 1);
        insert(handle, token);
        return true;
    }

    /**
     * Keeps a token unless the user has enough of its kind that have not expired, or is gone; whether it did.
     *
     * @param most how many of its kind the user has afterwards at most, at least 1
     */
    public boolean createUnlessFull(Token token, int most) {
        return database.write(handle -> {
            boolean room = Users.lock(handle, token.userId()) && live(handle, token) < most;
            if (room) {
                insert(handle, token);
            }
            return room;
        });
    }

    private static void makeRoom(Handle handle, Token token, int left) {
        handle.createUpdate("""
                        DELETE FROM tokens WHERE id IN (
                            SELECT id FROM tokens WHERE user_id = :user AND kind = :kind
                            ORDER BY issued_at DESC, id OFFSET :left ROWS)
                        """)
                .bind("user", token.userId())
                .bind("kind", token.kind().name())
                .bind("left", left)
                .execute();
    }

    private static long live(Handle handle, Token token) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM tokens
                        WHERE user_id = :user AND kind = :kind AND (expires_at IS NULL OR expires_at > :now)
                        """)
                .bind("user", token.userId())
                .bind("kind", token.kind().name())
                .bind("now", token.issuedAt().toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    private static void insert(Handle handle, Token token) {
        handle.createUpdate("""
                        INSERT INTO tokens (id, token_hash, user_id, kind, issued_at, expires_at)
                        VALUES (:id, :hash, :user, :kind, :issued, :expires)
                        """)
                .bind("id", token.id())
                .bind("hash", token.tokenHash())
                .bind("user", token.userId())
                .bind("kind", token.kind().name())
                .bind("issued", token.issuedAt().toEpochMilli())
                .bind(
                        "expires",
                        token.expiresAt() == null ? null : token.expiresAt().toEpochMilli())
                .execute();
    }

    /** The token with this SHA-256, unless it has expired. */
    public Optional<Token> find(String tokenHash, Instant now) {
        String sql = SELECT + "WHERE token_hash = ? AND (expires_at IS NULL OR expires_at > ?)";
        long at = now.toEpochMilli();
        return database.read(handle -> PlainSql.find(handle, sql, row -> read(row, null), tokenHash, at));
    }

    /** The API keys of a user, the oldest first, expired ones included. */
    public List<Token> apiKeysOf(String userId) {
        return database.read(
                handle -> handle.createQuery(SELECT + "WHERE user_id = :user AND kind = :kind ORDER BY issued_at, id")
                        .bind("user", userId)
                        .bind("kind", Token.Kind.API_KEY.name())
                        .map(Tokens::read)
                        .list());
    }

    /** Ends one of a user's API keys; whether it had it. */
    public boolean removeApiKey(String userId, String id) {
        return database.write(handle -> handle.createUpdate(
                                "DELETE FROM tokens WHERE id = :id AND user_id = :user AND kind = :kind")
                        .bind("id", id)
                        .bind("user", userId)
                        .bind("kind", Token.Kind.API_KEY.name())
                        .execute())
                > 0;
    }

    void removeExpired(Instant now) {
        database.write(handle -> handle.createUpdate("DELETE FROM tokens WHERE expires_at <= :now")
                .bind("now", now.toEpochMilli())
                .execute());
    }

    private static Token read(ResultSet row, StatementContext context) throws SQLException {
        return new Token(
                row.getString("id"),
                row.getString("token_hash"),
                row.getString("user_id"),
                Token.Kind.valueOf(row.getString("kind")),
                Columns.instant(row, "issued_at"),
                Columns.instantOrNull(row, "expires_at"));
    }
}
