package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tr50.storage.DescribedFileQuery.Order;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.Context;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The change that gives files their descriptions, on a database of the version before it. */
class DescribedFilesMigrationTest {

    private static final String UPLOAD = "0123456789abcdef01234567";
    private static final List<String> ROWS = List.of(
            "INSERT INTO scopes (id, group_id, thing_id, file_count, byte_count, handle_count) VALUES (1, 'g1', NULL, 4, 10, 1),"
                    + " (2, 'g1', 't1', 1, 3, 0)",
            "INSERT INTO groups (id, group_key, name, scope_id) VALUES ('g1', 'G', 'G', 1)",
            file(1, 1, "Data.CSV", 1_710_000_000_250L),
            file(2, 1, "photo.JPG", 1_700_000_000_000L),
            file(3, 1, "Ärger.pdf", 1_700_000_000_001L),
            file(4, 1, "no extension", 0),
            file(5, 2, "data.csv", 1_710_000_000_000L),
            "INSERT INTO file_tags (file_pk, tag, scope_id, name, length, uploaded_at, is_public)"
                    + " SELECT pk, STRINGTOUTF8('x'), scope_id, name, length, uploaded_at, is_public FROM files WHERE pk = 101",
            "INSERT INTO tag_counts (scope_id, tag, file_count) VALUES (1, STRINGTOUTF8('x'), 1)",
            "INSERT INTO uploads (id, scope_id, expires_at, name, is_public, tags, sec_tags) VALUES ('" + UPLOAD
                    + "', 1, 32000000000000, STRINGTOUTF8('Data.CSV'), FALSE, ARRAY['x'], ARRAY[])");

    @TempDir
    Path folder;

    private static String file(int key, int scope, String name, long uploadedAt) {
        return "INSERT INTO files (pk, id, scope_id, name, blob_id, length, crc32, sha256, uploaded_at, tags, sec_tags,"
                + " is_public) VALUES (" + (100 + key) + ", 'f" + key + "', " + scope + ", STRINGTOUTF8('" + name
                + "'), '00000000000000000000000"
                + key
                + "', 3, 7, 'ab', " + uploadedAt + ", " + (key == 1 ? "ARRAY['x']" : "ARRAY[]") + ", ARRAY[], FALSE)";
    }

    @Test
    void files_of_an_older_version_are_described_by_their_names_and_the_moment_of_their_upload() {
        OldFolder.make(folder, "3", ROWS);

        try (Storage storage = Storage.open(folder)) {
            assertThat(description(storage, "Data.CSV"))
                    .isEqualTo(new FileDescription("document", "csv", 1_710_000_000.25, null));
            assertThat(description(storage, "photo.JPG"))
                    .isEqualTo(new FileDescription("image", "jpg", 1_700_000_000, null));
            assertThat(description(storage, "no extension")).isEqualTo(new FileDescription("binary", "bin", 0, null));
        }
    }

    @Test
    void files_of_an_older_version_are_in_every_list() {
        OldFolder.make(folder, "3", ROWS);

        try (Storage storage = Storage.open(folder)) {
            assertListed(storage);
            assertThat(storage.files()
                            .list(new FileQuery(group(storage), List.of("x"), Sort.BY_NAME, 0, 9))
                            .files())
                    .extracting(StoredFile::name)
                    .containsExactly("Data.CSV");
        }
    }

    @Test
    void an_upload_that_was_reserved_before_goes_on_and_files_can_be_made_and_deleted() {
        OldFolder.make(folder, "3", ROWS);

        try (Storage storage = Storage.open(folder)) {
            Uploads uploads = new Uploads(storage);
            Upload upload =
                    storage.transfers().findUpload(UPLOAD, Instant.EPOCH).orElseThrow();
            StoredFile replaced =
                    storage.transfers().complete(upload, uploads.blob("new")).orElseThrow();
            assertThat(replaced.description())
                    .isEqualTo(new FileDescription("document", "csv", 1_710_000_000.25, null));
            uploads.create(group(storage), "new.csv", "new");
            assertThat(storage.files().delete(group(storage), "photo.JPG")).isTrue();
            assertThat(page(storage, null, "document", null).count()).isEqualTo(3);
            assertThat(page(storage, null, "image", null).count()).isZero();
        }
    }

    @Test
    void a_file_without_a_description_cannot_be_stored_any_more() {
        OldFolder.make(folder, "3", ROWS);

        try (Storage storage = Storage.open(folder)) {
            for (String column : List.of("class", "format", "file_time", "folded_name")) {
                assertThatThrownBy(() -> storage.database()
                                .write(handle -> handle.execute("UPDATE files SET " + column + " = NULL")))
                        .isInstanceOf(StorageException.class);
            }
        }
    }

    /** The database commits each change of a table at once, so a crash leaves what was done by then. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 12, 18, 30})
    void a_change_that_a_crash_ended_is_done_again_from_the_beginning(int steps) throws Exception {
        OldFolder.make(folder, "3", ROWS);
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + folder.resolve("metadata"));
        source.setUser("sa");
        source.setPassword("");
        try (Connection connection = source.getConnection()) {
            Context context = context(endingAfter(steps, connection));
            assertThatThrownBy(() -> new DescribedFilesMigration().migrate(context))
                    .hasMessage("crash");
        }

        try (Storage storage = Storage.open(folder)) {
            assertListed(storage);
            assertThat(storage.files().delete(group(storage), "Data.CSV")).isTrue();
        }
    }

    private static void assertListed(Storage storage) {
        assertThat(names(page(storage, null, null, null)))
                .containsExactly("Data.CSV", "no extension", "photo.JPG", "Ärger.pdf");
        FilePage documents = page(storage, null, "document", null);
        assertThat(documents.count()).isEqualTo(2);
        assertThat(names(documents)).containsExactly("Data.CSV", "Ärger.pdf");
        FilePage csv = page(storage, null, null, "csv");
        assertThat(csv.count()).isEqualTo(1);
        assertThat(names(csv)).containsExactly("Data.CSV");
        assertThat(page(storage, null, "document", "pdf").count()).isEqualTo(1);
        assertThat(names(page(storage, "äRG", null, null))).containsExactly("Ärger.pdf");
    }

    private static FilePage page(Storage storage, String part, String fileClass, String format) {
        return storage.files()
                .describedPage(
                        new DescribedFileQuery(group(storage), part, fileClass, format, Order.NAME, false, 0, 9));
    }

    private static List<String> names(FilePage page) {
        return page.files().stream().map(StoredFile::name).toList();
    }

    private static FileDescription description(Storage storage, String name) {
        return storage.files().find(group(storage), name).orElseThrow().description();
    }

    private static Scope group(Storage storage) {
        return storage.groups().findByKey("G").orElseThrow().scope();
    }

    private static Context context(Connection connection) {
        return new Context() {
            @Override
            public Configuration getConfiguration() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Connection getConnection() {
                return connection;
            }
        };
    }

    /** A connection whose plain statements fail once so many have been run. */
    private static Connection endingAfter(int steps, Connection connection) {
        AtomicInteger left = new AtomicInteger(steps);
        return proxy(
                Connection.class,
                connection,
                (method, result) -> method.equals("createStatement")
                        ? proxy(Statement.class, (Statement) result, (called, nothing) -> {
                            if (called.equals("execute") && left.decrementAndGet() == 0) {
                                throw new SQLException("crash");
                            }
                            return nothing;
                        })
                        : result);
    }

    private interface Afterwards {
        Object then(String method, Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T real, Afterwards afterwards) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return afterwards.then(method.getName(), method.invoke(real, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
