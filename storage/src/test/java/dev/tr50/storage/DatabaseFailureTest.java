package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack trace of an exception holds the texts of all its causes. */
class DatabaseFailureTest {

    private static final String SECRET = "$2a$10$a-secret-hash";

    @TempDir
    Path folder;

    private Storage storage;
    private Group group;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        group = storage.groups().create("G", "G");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void a_statement_that_cannot_run_does_not_tell_what_it_was_given() {
        assertThatThrownBy(() -> storage.database()
                        .read(handle -> handle.createUpdate("DELETE FROM nothing WHERE a = :a")
                                .bind("a", SECRET)
                                .execute()))
                .isInstanceOf(StorageException.class)
                .hasStackTraceContaining("not found")
                .satisfies(DatabaseFailureTest::tellsNothing);
    }

    @Test
    void a_value_that_is_too_long_is_not_told() {
        assertThatThrownBy(() -> storage.users().create("a@b", SECRET.repeat(100), group.id(), Role.values()[0]))
                .isInstanceOf(StorageException.class)
                .hasStackTraceContaining("22001")
                .satisfies(DatabaseFailureTest::tellsNothing);
    }

    @Test
    void a_value_that_exists_is_not_told() {
        storage.users().create("a@b", SECRET, group.id(), Role.values()[0]);

        assertThatThrownBy(() -> storage.users().create("a@b", SECRET, group.id(), Role.values()[0]))
                .isInstanceOf(AlreadyExistsException.class)
                .satisfies(DatabaseFailureTest::tellsNothing);
    }

    private static void tellsNothing(Throwable failure) {
        assertThat(failure).extracting(Throwables::getStackTrace).asString().doesNotContain("a-secret-hash");
    }
}
