package dev.tr50.bench;

import dev.tr50.storage.Scope;
import dev.tr50.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A data folder with one group that holds many files, made once and kept. The rows are written by SQL, because uploading
 * a million files would take hours; they name no bytes.
 *
 * <p>Every file has the tag {@link #COMMON}; the first twenty have {@link #RARE} as well, all others a third one.
 */
final class SeededFolder {

    static final String COMMON = "common";
    static final String RARE = "rare";

    private static final int AT_ONCE = 20_000;
    private static final String GROUP = "SEEDED";
    private static final Pattern INDEX = Pattern.compile("CREATE .*?INDEX (\\S+) ON .*");
    private static final Pattern FOREIGN_KEY =
            Pattern.compile("ALTER TABLE (\\S+) ADD CONSTRAINT (\\S+) FOREIGN KEY.*");

    private SeededFolder() {}

    /**
     * The folder with so many files, made when it is missing: about three minutes for a million.
     *
     * @param parent where the folders of all sizes are
     */
    static Path make(Path parent, int files) throws IOException, SQLException {
        Path folder = parent.resolve(Integer.toString(files));
        if (Files.exists(folder)) {
            return folder;
        }
        Path unfinished = Files.createTempDirectory(Files.createDirectories(parent), "unfinished-");
        long scope;
        try (Storage storage = Storage.open(unfinished)) {
            scope = storage.groups().create(GROUP, GROUP).scope().id();
        }
        String database = unfinished.toAbsolutePath().resolve("metadata").toString();
        try (Connection connection =
                DriverManager.getConnection("jdbc:h2:file:" + database + ";USER=sa;PASSWORD=;CACHE_SIZE=131072")) {
            seed(connection, scope, files);
        }
        return Files.move(unfinished, folder);
    }

    /** The scope that {@link #make} filled. */
    static Scope scope(Storage storage) {
        return storage.groups().findByKey(GROUP).orElseThrow().scope();
    }

    /** Indexes are made when all rows are there: several times faster than row by row. */
    private static void seed(Connection connection, long scope, int files) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            List<String> later = takeAwayIndexes(sql);
            for (int before = 0; before < files; before += AT_ONCE) {
                insertFiles(connection, scope, before + 1, Math.min(files, before + AT_ONCE));
            }
            for (int before = 0; before < files; before += AT_ONCE) {
                insertTags(connection, before, before + AT_ONCE);
            }
            executeAll(sql, later);
            count(sql);
            sql.execute("SHUTDOWN COMPACT");
        }
    }

    private static void count(Statement sql) throws SQLException {
        sql.execute("""
                UPDATE scopes SET
                    file_count = (SELECT COUNT(*) FROM files WHERE scope_id = scopes.id),
                    byte_count = (SELECT COALESCE(SUM(length), 0) FROM files WHERE scope_id = scopes.id)
                """);
        sql.execute("""
                INSERT INTO description_counts (scope_id, class, format, file_count)
                SELECT scope_id, class, format, COUNT(*) FROM files GROUP BY scope_id, class, format
                UNION ALL SELECT scope_id, class, X'', COUNT(*) FROM files GROUP BY scope_id, class
                UNION ALL SELECT scope_id, X'', format, COUNT(*) FROM files GROUP BY scope_id, format
                """);
        sql.execute("""
                INSERT INTO tag_counts (scope_id, tag, file_count)
                SELECT scope_id, tag, COUNT(*) FROM file_tags GROUP BY scope_id, tag
                """);
    }

    private static void executeAll(Statement sql, List<String> statements) throws SQLException {
        for (String statement : statements) {
            sql.execute(statement);
        }
    }

    /** Drops what slows inserting down; returns the statements that bring it back. */
    private static List<String> takeAwayIndexes(Statement sql) throws SQLException {
        var indexes = new ArrayList<String>();
        var foreignKeys = new ArrayList<String>();
        var drops = new ArrayList<String>();
        try (ResultSet script = sql.executeQuery("SCRIPT NODATA NOPASSWORDS NOSETTINGS TABLE files, file_tags")) {
            while (script.next()) {
                String statement = script.getString(1).replace('\n', ' ');
                var foreignKey = FOREIGN_KEY.matcher(statement);
                var index = INDEX.matcher(statement);
                if (foreignKey.matches()) {
                    foreignKeys.add(statement);
                    drops.add(0, "ALTER TABLE " + foreignKey.group(1) + " DROP CONSTRAINT " + foreignKey.group(2));
                } else if (index.matches()) {
                    indexes.add(statement);
                    drops.add("DROP INDEX " + index.group(1));
                }
            }
        }
        executeAll(sql, drops);
        indexes.addAll(foreignKeys);
        return indexes;
    }

    private static void insertFiles(Connection connection, long scope, int first, int last) throws SQLException {
        String insert = """
                INSERT INTO files (id, scope_id, name, blob_id, length, crc32, sha256, uploaded_at, tags, sec_tags,
                    is_public, class, format, file_time, folded_name)
                SELECT LPAD(CAST(x AS VARCHAR), 24, '0'), CAST(? AS BIGINT),
                    STRINGTOUTF8('file-' || LPAD(CAST(x AS VARCHAR), 7, '0') || '.txt'),
                    LPAD(CAST(x AS VARCHAR), 24, '0'), MOD(x * 7919, 1000003), 4169660685, REPEAT('ab', 32),
                    1700000000000 + MOD(x * 104729, 1000003) * 1000,
                    ARRAY[CAST(? AS VARCHAR), CASE WHEN x <= 20 THEN CAST(? AS VARCHAR) ELSE 'other' END], ARRAY[],
                    MOD(x, 2) = 0, STRINGTOUTF8('document'), STRINGTOUTF8('txt'),
                    1700000000 + MOD(x * 104729, 1000003),
                    STRINGTOUTF8('file-' || LPAD(CAST(x AS VARCHAR), 7, '0') || '.txt')
                FROM SYSTEM_RANGE(?, ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setLong(1, scope);
            statement.setString(2, COMMON);
            statement.setString(3, RARE);
            statement.setInt(4, first);
            statement.setInt(5, last);
            statement.executeUpdate();
        }
    }

    private static void insertTags(Connection connection, int afterKey, int lastKey) throws SQLException {
        String insert = """
                INSERT INTO file_tags (file_pk, tag, scope_id, name, length, uploaded_at, is_public)
                SELECT pk, STRINGTOUTF8(tags[position]), scope_id, name, length, uploaded_at, is_public
                FROM files CROSS JOIN (VALUES (1), (2)) AS positions (position)
                WHERE pk > ? AND pk <= ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setInt(1, afterKey);
            statement.setInt(2, lastKey);
            statement.executeUpdate();
        }
    }
}
