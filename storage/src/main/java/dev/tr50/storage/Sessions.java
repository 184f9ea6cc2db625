package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Logins that come back by a token and survive a restart. */
public final class Sessions {

    /** What goes at once, so that not every login of who logs in all the time has to look for the oldest. */
    private static final int TENTH = 10;

    private final Database database;

    Sessions(Database database) {
        this.database = database;
    }

    /**
     * Keeps a session that has just begun; whether what was shown for it still holds. It may have been changed while it was being
     * checked, and whoever changed it has ended the sessions that were there then. Where whose it is has enough of them, those that
     * were not used for longest end.
     *
     * @param shown hash of what was shown: the password of a user, the token of the session's app, or the secret of a thing
     * @param most how many the user or thing has afterwards at most, at least 10
     */
    public boolean create(Session session, String shown, int most) {
        return database.create(
                "A session with this token exists",
                handle -> lock(handle, session, shown) && insertInPlace(handle, session, most));
    }

    private static boolean lock(Handle handle, Session session, String shown) {
        if (session.kind() == Session.Kind.USER) {
            return Users.lock(handle, session.principalId(), shown);
        }
        return session.appId() == null
                ? SessionRows.lockSecret(handle, session.principalId(), shown)
                : SessionRows.lockToken(handle, session.appId(), shown);
    }

    private static boolean insertInPlace(Handle handle, Session session, int most) {
        if (SessionRows.count(handle, session.principalId()) >= most) {
            SessionRows.endAllBut(handle, session.principalId(), most - most / TENTH);
        }
        return insert(handle, session);
    }

    private static boolean insert(Handle handle, Session session) {
        handle.createUpdate("""
                        INSERT INTO sessions (token_hash, principal_kind, principal_id, group_id, app_id,
                            created_on, last_accessed, expires_at)
                        VALUES (:token, :kind, :principal, :group, :app, :created, :accessed, :expires)
                        """)
                .bind("token", session.tokenHash())
                .bind("kind", session.kind().name())
                .bind("principal", session.principalId())
                .bind("group", session.groupId())
                .bind("app", session.appId())
                .bind("created", session.createdOn().toEpochMilli())
                .bind("accessed", session.lastAccessed().toEpochMilli())
                .bind("expires", session.expiresAt().toEpochMilli())
                .execute();
        return true;
    }

    /** The session of a token, unless it has expired. */
    public Optional<Session> find(String tokenHash, Instant now) {
        String sql = """
                SELECT token_hash, principal_kind, principal_id, group_id, app_id,
                    created_on, last_accessed, expires_at
                FROM sessions WHERE token_hash = ? AND expires_at > ?
                """;
        long at = now.toEpochMilli();
        return database.read(handle -> PlainSql.find(handle, sql, row -> read(row, null), tokenHash, at));
    }

    /** Notes a use and moves the end of the session on. Need not be durable. */
    public void touch(String tokenHash, Instant now, Instant expiresAt) {
        database.write(handle -> handle.createUpdate("""
                        UPDATE sessions SET last_accessed = :now, expires_at = :expires WHERE token_hash = :token
                        """)
                .bind("now", now.toEpochMilli())
                .bind("expires", expiresAt.toEpochMilli())
                .bind("token", tokenHash)
                .execute());
    }

    /** Moves a session to another group; whether there was one. */
    public boolean moveTo(String tokenHash, String groupId) {
        return database.write(handle -> Groups.lock(handle, groupId)
                && handle.createUpdate("UPDATE sessions SET group_id = :group WHERE token_hash = :token")
                                .bind("group", groupId)
                                .bind("token", tokenHash)
                                .execute()
                        > 0);
    }

    /**
     * Sessions of a group that have not expired, the oldest first.
     *
     * @param most how many at most
     */
    public List<Session> ofGroup(String groupId, Instant now, int most) {
        return database.read(handle -> handle.createQuery("""
                        SELECT token_hash, principal_kind, principal_id, group_id, app_id,
                            created_on, last_accessed, expires_at
                        FROM sessions WHERE group_id = :group AND expires_at > :now
                        ORDER BY created_on FETCH NEXT :most ROWS ONLY
                        """)
                .bind("group", groupId)
                .bind("now", now.toEpochMilli())
                .bind("most", most)
                .map(Sessions::read)
                .list());
    }

    /** The session of a group that has not expired and whose token hash begins with a text of hexadecimal digits. */
    public Optional<Session> findByHashPrefix(String groupId, String prefix, Instant now) {
        return database.read(handle -> handle.createQuery("""
                        SELECT token_hash, principal_kind, principal_id, group_id, app_id,
                            created_on, last_accessed, expires_at
                        FROM sessions WHERE token_hash >= :from AND token_hash < :to
                            AND group_id = :group AND expires_at > :now
                        FETCH FIRST 1 ROW ONLY
                        """)
                .bind("from", prefix)
                .bind("to", prefix + "g")
                .bind("group", groupId)
                .bind("now", now.toEpochMilli())
                .map(Sessions::read)
                .findOne());
    }

    /** Ends a session; whether there was one. */
    public boolean end(String tokenHash) {
        return database.write(handle -> handle.createUpdate("DELETE FROM sessions WHERE token_hash = :token")
                        .bind("token", tokenHash)
                        .execute())
                > 0;
    }

    void removeExpired(Instant now) {
        database.write(handle -> handle.createUpdate("DELETE FROM sessions WHERE expires_at <= :now")
                .bind("now", now.toEpochMilli())
                .execute());
    }

    private static Session read(ResultSet row, StatementContext context) throws SQLException {
        return new Session(
                row.getString("token_hash"),
                Session.Kind.valueOf(row.getString("principal_kind")),
                row.getString("principal_id"),
                row.getString("group_id"),
                row.getString("app_id"),
                Columns.instant(row, "created_on"),
                Columns.instant(row, "last_accessed"),
                Columns.instant(row, "expires_at"));
    }
}
