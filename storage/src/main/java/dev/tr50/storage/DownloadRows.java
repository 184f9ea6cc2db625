package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** A download handle as a row. */
final class DownloadRows {

    private DownloadRows() {}

    static void insert(Handle handle, Download download, Instant lastExpiry) {
        BasicAuth auth = download.basicAuth();
        handle.createUpdate("""
                        INSERT INTO downloads (id, scope_id, expires_at, last_expiry, file_id, name, blob_id, length,
                            crc32, sha256, uploaded_at, basic_user, basic_hash)
                        VALUES (:id, :scope, :expiresAt, :lastExpiry, :file, :name, :blob, :length,
                            :crc32, :sha256, :uploadedAt, :basicUser, :basicHash)
                        """)
                .bind("id", download.fileId())
                .bind("scope", download.scope().id())
                .bind("expiresAt", download.expiresAt().toEpochMilli())
                .bind("lastExpiry", lastExpiry.toEpochMilli())
                .bind("file", download.storedFileId())
                .bind("name", Utf8.bytes(download.name()))
                .bind("blob", download.blobId())
                .bind("length", download.length())
                .bind("crc32", download.crc32())
                .bind("sha256", download.sha256())
                .bind("uploadedAt", download.uploadDate().toEpochMilli())
                .bind("basicUser", auth == null ? null : auth.username())
                .bind("basicHash", auth == null ? null : auth.passwordHash())
                .execute();
    }

    static Optional<Download> find(Handle handle, String fileId, Instant now) {
        String sql = """
                SELECT id, scope_id, expires_at, file_id, name, blob_id, length, crc32, sha256, uploaded_at,
                    basic_user, basic_hash
                FROM downloads WHERE id = ? AND expires_at > ?
                """;
        return PlainSql.find(handle, sql, row -> read(row, null), fileId, now.toEpochMilli());
    }

    static void extend(Handle handle, String fileId, Instant expiresAt) {
        handle.createUpdate("""
                        UPDATE downloads SET expires_at = LEAST(:expiresAt, last_expiry)
                        WHERE id = :id AND expires_at < :expiresAt
                        """)
                .bind("expiresAt", expiresAt.toEpochMilli())
                .bind("id", fileId)
                .execute();
    }

    /** Ends a handle, and counts it off; the blob that it had kept, unless it had ended already. */
    static Optional<String> delete(Handle handle, String fileId) {
        Optional<Download> download = find(handle, fileId, Instant.EPOCH);
        download.ifPresent(found -> Scopes.lock(handle, found.scope()));
        int ended = handle.createUpdate("DELETE FROM downloads WHERE id = :id")
                .bind("id", fileId)
                .execute();
        download.ifPresent(found -> Scopes.countHandles(handle, found.scope(), -ended));
        return download.filter(found -> ended == 1).map(Download::blobId);
    }

    /** Ends the handles on a file, and counts them off; the blobs they had kept. */
    static List<String> deleteOf(Handle handle, StoredFile file) {
        List<String> kept = handle.createQuery("SELECT blob_id FROM downloads WHERE file_id = :file")
                .bind("file", file.id())
                .mapTo(String.class)
                .list();
        if (!kept.isEmpty()) {
            int ended = handle.createUpdate("DELETE FROM downloads WHERE file_id = :file")
                    .bind("file", file.id())
                    .execute();
            Scopes.countHandles(handle, file.scope(), -ended);
        }
        return kept;
    }

    /** The blobs that the expired handles had kept, one for each. */
    static List<String> deleteExpired(Handle handle, Scope scope, Instant now) {
        List<String> kept = handle.createQuery(
                        "SELECT blob_id FROM downloads WHERE scope_id = :scope AND expires_at <= :now")
                .bind("scope", scope.id())
                .bind("now", now.toEpochMilli())
                .mapTo(String.class)
                .list();
        if (!kept.isEmpty()) {
            handle.createUpdate("DELETE FROM downloads WHERE scope_id = :scope AND expires_at <= :now")
                    .bind("scope", scope.id())
                    .bind("now", now.toEpochMilli())
                    .execute();
        }
        return kept;
    }

    private static Download read(ResultSet row, StatementContext context) throws SQLException {
        return new Download(
                row.getString("id"),
                new Scope(row.getLong("scope_id")),
                row.getString("file_id"),
                Utf8.text(row.getBytes("name")),
                row.getString("blob_id"),
                row.getLong("length"),
                row.getLong("crc32"),
                row.getString("sha256"),
                Columns.instant(row, "uploaded_at"),
                Columns.basicAuth(row),
                Columns.instant(row, "expires_at"));
    }
}
