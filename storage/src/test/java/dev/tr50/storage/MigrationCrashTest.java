package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The database commits each change of a table at once, so a process that dies in the midst of a script leaves the beginning of it. */
class MigrationCrashTest {

    private static final List<String> THING = List.of(
            "INSERT INTO scopes (id, group_id, thing_id) VALUES (1, 'g1', NULL), (2, 'g1', 't1')",
            "INSERT INTO groups (id, group_key, name, scope_id) VALUES ('g1', 'G', 'G', 1)",
            "INSERT INTO thing_definitions (id, group_id, def_key, name, created_on, updated_on)"
                    + " VALUES ('d1', 'g1', 'default', 'Default', 1, 1)",
            "INSERT INTO things (id, group_id, thing_key, name, def_key, tags, sec_tags, created_by, created_on, updated_by,"
                    + " updated_on, scope_id) VALUES ('t1', 'g1', 'pump', 'Pump', 'default', ARRAY[], ARRAY[], 'me', 1, 'me', 1, 2)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "7, V8__mailbox.sql",
        "9, V10__hardware.sql",
        "10, V11__thing_counts.sql",
        "11, V12__thing_count_index.sql"
    })
    void a_script_that_a_crash_ended_anywhere_is_done_again_from_the_beginning(String before, String script)
            throws Exception {
        Path old = Files.createDirectory(folder.resolve("old"));
        makeOld(old, before);
        List<String> statements = statements(script);
        List<String> wanted = migrated(FolderCopy.of(old, folder.resolve("clean")));

        for (int done = 1; done <= statements.size(); done++) {
            Path crashed = FolderCopy.of(old, folder.resolve("crashed-" + done));
            execute(crashed, statements.subList(0, done));
            assertThat(migrated(crashed)).as("after %s statements", done).isEqualTo(wanted);
        }
    }

    private static void makeOld(Path old, String version) throws SQLException {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source(old))
                .locations("classpath:" + Migrations.LOCATION)
                .javaMigrations(new DescribedFilesMigration(), new SeriesMigration())
                .target(version)
                .load()
                .migrate();
        execute(old, THING);
    }

    private static JdbcDataSource source(Path data) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + data.resolve("metadata"));
        source.setUser("sa");
        source.setPassword("");
        return source;
    }

    private static void execute(Path data, List<String> statements) throws SQLException {
        try (Connection connection = source(data).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> statements(String script) throws IOException {
        try (InputStream in = Migrations.class.getResourceAsStream("migration/" + script)) {
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return Arrays.stream(sql.split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }

    /** Every column and every index, when the program has opened the folder. Names that H2 makes up say nothing. */
    private static List<String> migrated(Path data) {
        try (Storage storage = Storage.open(data)) {
            assertThat(storage.things().findById("t1")).isPresent();
            assertThat(storage.things().count(ThingQuery.all("g1"))).isOne();
            return storage.database()
                    .read(handle -> handle.createQuery("""
                            SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable AS what
                            FROM information_schema.columns WHERE table_schema = 'PUBLIC'
                            UNION ALL
                            SELECT table_name || ' ' || index_type_name || ' '
                                || CASE WHEN is_generated THEN '' ELSE index_name END
                            FROM information_schema.indexes WHERE table_schema = 'PUBLIC'
                            UNION ALL
                            SELECT table_name || ' ' || constraint_type
                            FROM information_schema.table_constraints WHERE table_schema = 'PUBLIC'
                            ORDER BY what
                            """).mapTo(String.class).list());
        }
    }
}
