package dev.tr50.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Version 4: every file has a description. Done in Java because class and format of the files there are come from their
 * names. Every step may be done again, for a crash in the middle: the database commits each change of a table at once.
 */
final class DescribedFilesMigration implements JavaMigration {

    private static final MigrationVersion VERSION = MigrationVersion.fromVersion("4");
    private static final int ROWS_AT_ONCE = 1000;

    /**
     * The files of a scope that has been deleted are removed a few at a time, so they may outlive it. No file is stored
     * without its scope, because whoever stores one locks the row of the scope first.
     */
    private static final List<String> DELETED_SCOPES = List.of(
            "ALTER TABLE files DROP CONSTRAINT IF EXISTS file_scope",
            "CREATE TABLE IF NOT EXISTS deleted_scopes (scope_id BIGINT PRIMARY KEY)");

    /** Class, format and folded name are kept as their UTF-8 bytes, as names are. What was there before is not used. */
    private static final List<String> COLUMNS = List.of(
            "ALTER TABLE files ADD COLUMN IF NOT EXISTS class BYTEA",
            "ALTER TABLE files ADD COLUMN IF NOT EXISTS format BYTEA",
            "ALTER TABLE files ADD COLUMN IF NOT EXISTS folded_name BYTEA");

    private static final List<String> AFTERWARDS = List.of(
            "ALTER TABLE files ALTER COLUMN class SET NOT NULL",
            "ALTER TABLE files ALTER COLUMN format SET NOT NULL",
            "ALTER TABLE files ALTER COLUMN folded_name SET NOT NULL",
            "ALTER TABLE files ALTER COLUMN file_time SET NOT NULL",
            "ALTER TABLE files DROP COLUMN IF EXISTS file_class",
            "ALTER TABLE files DROP COLUMN IF EXISTS file_format",
            "ALTER TABLE uploads DROP COLUMN IF EXISTS file_class",
            "ALTER TABLE uploads DROP COLUMN IF EXISTS file_format",
            "ALTER TABLE uploads DROP COLUMN IF EXISTS file_time",
            "ALTER TABLE uploads DROP COLUMN IF EXISTS metadata");

    /**
     * Each in the order of a list, as {@link DescribedOrder} asks for it; some hold what a search looks at. The longer ones
     * first: of indexes that promise the same, H2 takes the oldest.
     */
    private static final List<String> INDEXES = List.of(
            "class_by_time ON files (scope_id, class, file_time, name)",
            "class_by_time_desc ON files (scope_id, class, file_time DESC, name)",
            "class_by_folded_name ON files (scope_id, class, folded_name, name, file_time, format)",
            "class_by_folded_name_desc ON files (scope_id, class, folded_name DESC, name)",
            "class_by_format ON files (scope_id, class, format, name)",
            "class_by_format_desc ON files (scope_id, class, format DESC, name)",
            "format_by_time ON files (scope_id, format, file_time, name)",
            "format_by_time_desc ON files (scope_id, format, file_time DESC, name)",
            "format_by_folded_name ON files (scope_id, format, folded_name, name, file_time, class)",
            "format_by_folded_name_desc ON files (scope_id, format, folded_name DESC, name)",
            "format_by_class ON files (scope_id, format, class, name)",
            "format_by_class_desc ON files (scope_id, format, class DESC, name)",
            "file_by_time ON files (scope_id, file_time, name)",
            "file_by_time_desc ON files (scope_id, file_time DESC, name)",
            "file_by_folded_name ON files (scope_id, folded_name, name, file_time, class, format)",
            "file_by_folded_name_desc ON files (scope_id, folded_name DESC, name)",
            "file_by_class ON files (scope_id, class, name)",
            "file_by_class_desc ON files (scope_id, class DESC, name)",
            "file_by_format ON files (scope_id, format, name)",
            "file_by_format_desc ON files (scope_id, format DESC, name)");

    /** One row for a class, one for a format, one for both; what does not matter is empty. */
    private static final List<String> COUNTS = List.of("""
            CREATE TABLE IF NOT EXISTS description_counts (
                scope_id BIGINT NOT NULL,
                class BYTEA NOT NULL,
                format BYTEA NOT NULL,
                file_count BIGINT NOT NULL,
                PRIMARY KEY (scope_id, class, format)
            )
            """, "DELETE FROM description_counts", """
            INSERT INTO description_counts (scope_id, class, format, file_count)
            SELECT scope_id, class, format, COUNT(*) FROM files GROUP BY scope_id, class, format
            """, """
            INSERT INTO description_counts (scope_id, class, format, file_count)
            SELECT scope_id, class, CAST('' AS BYTEA), COUNT(*) FROM files GROUP BY scope_id, class
            """, """
            INSERT INTO description_counts (scope_id, class, format, file_count)
            SELECT scope_id, CAST('' AS BYTEA), format, COUNT(*) FROM files GROUP BY scope_id, format
            """);

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        execute(connection, DELETED_SCOPES);
        execute(connection, COLUMNS);
        describeAll(connection);
        execute(connection, AFTERWARDS);
        execute(connection, COUNTS);
        execute(
                connection,
                INDEXES.stream().map("CREATE INDEX IF NOT EXISTS "::concat).toList());
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void describeAll(Connection connection) throws SQLException {
        long last = Long.MIN_VALUE;
        long before;
        do {
            before = last;
            last = describeSome(connection, before);
        } while (last != before);
    }

    /** The key of the last row that was described, or {@code after} when there was none. */
    private static long describeSome(Connection connection, long after) throws SQLException {
        String rows = "SELECT pk, name, uploaded_at FROM files WHERE pk > ? ORDER BY pk FETCH FIRST " + ROWS_AT_ONCE
                + " ROWS ONLY";
        String description = "UPDATE files SET class = ?, format = ?, folded_name = ?, file_time = ? WHERE pk = ?";
        long last = after;
        try (PreparedStatement query = connection.prepareStatement(rows);
                PreparedStatement update = connection.prepareStatement(description)) {
            query.setLong(1, after);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    last = row.getLong("pk");
                    String name = Utf8.text(row.getBytes("name"));
                    FileDescription described = FileDescription.of(name, row.getLong("uploaded_at") / 1000.0);
                    update.setBytes(1, Utf8.bytes(described.fileClass()));
                    update.setBytes(2, Utf8.bytes(described.format()));
                    update.setBytes(3, FoldedText.bytes(name));
                    update.setDouble(4, described.time());
                    update.setLong(5, last);
                    update.addBatch();
                }
            }
            if (last != after) {
                update.executeBatch();
            }
        }
        return last;
    }

    @Override
    public MigrationVersion getVersion() {
        return VERSION;
    }

    @Override
    public String getDescription() {
        return "described files";
    }

    @Override
    public Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }
}
