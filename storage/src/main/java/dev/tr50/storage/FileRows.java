package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** A file as a row. */
final class FileRows {

    static final String COLUMNS = """
            pk, id, scope_id, name, blob_id, length, crc32, sha256, uploaded_at, tags, sec_tags, is_public,
            basic_user, basic_hash, class, format, file_time, metadata
            """;

    /** For long lists: those of two thousand files can be more than the memory holds. */
    static final String COLUMNS_WITHOUT_ATTRIBUTES = COLUMNS.replace("metadata", "CAST(NULL AS VARCHAR) AS metadata");

    private FileRows() {}

    /** A file and the key of its row. */
    record Row(long pk, StoredFile file) {

        /** This row, where the condition holds; otherwise a {@link ConditionFailedException}. */
        Row when(Predicate<StoredFile> condition) {
            if (!condition.test(file)) {
                throw new ConditionFailedException("The file is another than was asked for");
            }
            return this;
        }
    }

    static Optional<Row> find(Handle handle, Scope scope, String name) {
        String sql = "SELECT " + COLUMNS + " FROM files WHERE scope_id = ? AND name = ?";
        return PlainSql.find(handle, sql, row -> read(row, null), scope.id(), Utf8.bytes(name));
    }

    /** Those of a scope that has been deleted may still be there, and are not found. */
    static Optional<Row> findById(Handle handle, String id) {
        String sql = "SELECT " + COLUMNS + " FROM files WHERE id = ?"
                + " AND EXISTS (SELECT 1 FROM scopes WHERE scopes.id = files.scope_id)";
        return PlainSql.find(handle, sql, row -> read(row, null), id);
    }

    static String sqlByKeys(String columns) {
        return "SELECT " + columns + "FROM files WHERE pk = ANY(:pks)";
    }

    /** The files of these rows, in this order. */
    static List<StoredFile> findAll(Handle handle, List<Long> pks) {
        return findAll(handle, COLUMNS, pks);
    }

    /** The same, and of their descriptions all but the attributes. */
    static List<StoredFile> findAllWithoutAttributes(Handle handle, List<Long> pks) {
        return findAll(handle, COLUMNS_WITHOUT_ATTRIBUTES, pks);
    }

    private static List<StoredFile> findAll(Handle handle, String columns, List<Long> pks) {
        if (pks.isEmpty()) {
            return List.of();
        }
        Map<Long, StoredFile> found = new HashMap<>();
        handle.createQuery(sqlByKeys(columns))
                .bindArray("pks", Long.class, pks.toArray())
                .map(FileRows::read)
                .forEach(row -> found.put(row.pk(), row.file()));
        return pks.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    static Row insert(Handle handle, StoredFile file) {
        var insert = handle.createUpdate("""
                        INSERT INTO files (id, scope_id, name, blob_id, length, crc32, sha256, uploaded_at,
                            tags, sec_tags, is_public, basic_user, basic_hash,
                            class, format, file_time, metadata, folded_name)
                        VALUES (:id, :scope, :name, :blob, :length, :crc32, :sha256, :uploadedAt,
                            :tags, :secTags, :isPublic, :basicUser, :basicHash,
                            :class, :format, :time, :attributes, :foldedName)
                        """)
                .bind("id", file.id())
                .bind("scope", file.scope().id())
                .bind("name", Utf8.bytes(file.name()))
                .bind("foldedName", FoldedText.bytes(file.name()));
        long pk = bindContent(insert, file)
                .executeAndReturnGeneratedKeys("pk")
                .mapTo(Long.class)
                .one();
        return new Row(pk, file);
    }

    static Row replace(Handle handle, long pk, StoredFile file) {
        var update = handle.createUpdate("""
                        UPDATE files SET blob_id = :blob, length = :length, crc32 = :crc32, sha256 = :sha256,
                            uploaded_at = :uploadedAt, tags = :tags, sec_tags = :secTags, is_public = :isPublic,
                            basic_user = :basicUser, basic_hash = :basicHash, class = :class,
                            format = :format, file_time = :time, metadata = :attributes
                        WHERE pk = :pk
                        """).bind("pk", pk);
        bindContent(update, file).execute();
        return new Row(pk, file);
    }

    private static <S extends SqlStatement<S>> S bindContent(S statement, StoredFile file) {
        BasicAuth auth = file.basicAuth();
        statement
                .bind("blob", file.blobId())
                .bind("length", file.length())
                .bind("crc32", file.crc32())
                .bind("sha256", file.sha256())
                .bind("uploadedAt", file.uploadDate().toEpochMilli())
                .bind("isPublic", file.isPublic())
                .bind("basicUser", auth == null ? null : auth.username())
                .bind("basicHash", auth == null ? null : auth.passwordHash());
        bindDescription(statement, file.description());
        Database.bindTexts(statement, "tags", file.tags());
        return Database.bindTexts(statement, "secTags", file.secTags());
    }

    static void describe(Handle handle, long pk, FileDescription description) {
        var update = handle.createUpdate("""
                        UPDATE files SET class = :class, format = :format, file_time = :time, metadata = :attributes
                        WHERE pk = :pk
                        """).bind("pk", pk);
        bindDescription(update, description).execute();
    }

    private static <S extends SqlStatement<S>> S bindDescription(S statement, FileDescription description) {
        return statement
                .bind("class", Utf8.bytes(description.fileClass()))
                .bind("format", Utf8.bytes(description.format()))
                .bind("time", description.time())
                .bind("attributes", description.attributes());
    }

    static void delete(Handle handle, long pk) {
        handle.createUpdate("DELETE FROM files WHERE pk = :pk").bind("pk", pk).execute();
    }

    static Row read(ResultSet row, StatementContext context) throws SQLException {
        StoredFile file = new StoredFile(
                row.getString("id"),
                new Scope(row.getLong("scope_id")),
                Utf8.text(row.getBytes("name")),
                row.getString("blob_id"),
                row.getLong("length"),
                row.getLong("crc32"),
                row.getString("sha256"),
                Columns.instant(row, "uploaded_at"),
                Columns.texts(row, "tags"),
                Columns.texts(row, "sec_tags"),
                row.getBoolean("is_public"),
                Columns.basicAuth(row),
                description(row));
        return new Row(row.getLong("pk"), file);
    }

    private static FileDescription description(ResultSet row) throws SQLException {
        return new FileDescription(
                Utf8.text(row.getBytes("class")),
                Utf8.text(row.getBytes("format")),
                row.getDouble("file_time"),
                row.getString("metadata"));
    }
}
