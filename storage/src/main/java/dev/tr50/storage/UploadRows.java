package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** An upload handle as a row. */
final class UploadRows {

    private UploadRows() {}

    static void insert(Handle handle, Upload upload) {
        UploadOrder order = upload.order();
        BasicAuth auth = order.basicAuth();
        var insert = handle.createUpdate("""
                        INSERT INTO uploads (id, scope_id, expires_at, name, is_public, crc32, tags, sec_tags,
                            basic_user, basic_hash)
                        VALUES (:id, :scope, :expiresAt, :name, :isPublic, :crc32, :tags, :secTags,
                            :basicUser, :basicHash)
                        """)
                .bind("id", upload.fileId())
                .bind("scope", upload.scope().id())
                .bind("expiresAt", upload.expiresAt().toEpochMilli())
                .bind("name", Utf8.bytes(order.fileName()))
                .bind("isPublic", order.isPublic())
                .bind("crc32", order.crc32())
                .bind("basicUser", auth == null ? null : auth.username())
                .bind("basicHash", auth == null ? null : auth.passwordHash());
        Database.bindTexts(insert, "tags", order.tags());
        Database.bindTexts(insert, "secTags", order.secTags()).execute();
    }

    static Optional<Upload> find(Handle handle, String fileId, Instant now) {
        String sql = """
                SELECT id, scope_id, expires_at, name, is_public, crc32, tags, sec_tags,
                    basic_user, basic_hash
                FROM uploads WHERE id = ? AND expires_at > ?
                """;
        return PlainSql.find(handle, sql, row -> read(row, null), fileId, now.toEpochMilli());
    }

    static void extend(Handle handle, String fileId, Instant expiresAt) {
        handle.createUpdate("UPDATE uploads SET expires_at = :expiresAt WHERE id = :id AND expires_at < :expiresAt")
                .bind("expiresAt", expiresAt.toEpochMilli())
                .bind("id", fileId)
                .execute();
    }

    /** Whether there was such a handle. */
    static boolean consume(Handle handle, String fileId, Instant now) {
        return handle.createUpdate("DELETE FROM uploads WHERE id = :id AND expires_at > :now")
                        .bind("id", fileId)
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    static int deleteExpired(Handle handle, Scope scope, Instant now) {
        return handle.createUpdate("DELETE FROM uploads WHERE scope_id = :scope AND expires_at <= :now")
                .bind("scope", scope.id())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private static Upload read(ResultSet row, StatementContext context) throws SQLException {
        UploadOrder order = new UploadOrder(
                Utf8.text(row.getBytes("name")),
                row.getBoolean("is_public"),
                Columns.longOrNull(row, "crc32"),
                Columns.texts(row, "tags"),
                Columns.texts(row, "sec_tags"),
                Columns.basicAuth(row));
        return new Upload(
                row.getString("id"), new Scope(row.getLong("scope_id")), order, Columns.instant(row, "expires_at"));
    }
}
