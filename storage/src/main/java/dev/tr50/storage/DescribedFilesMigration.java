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

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        execute(connection, COLUMNS);
        describeAll(connection);
        execute(connection, AFTERWARDS);
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
