package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder;

    @Test
    void a_folder_is_held_by_one_storage_at_a_time() {
        try (Storage holder = Storage.open(folder)) {
            assertThat(holder.groups().all()).isEmpty();
            assertThatThrownBy(() -> Storage.open(folder))
                    .isInstanceOf(DataFolderException.class)
                    .hasMessageContaining("in use by another process");
        }
        Storage.open(folder).close();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_new_folder_is_for_its_owner_alone_and_an_existing_one_stays_as_it_is() throws IOException {
        Path made = folder.resolve("parent/made");
        Storage.open(made).close();
        assertThat(permissions(made)).isEqualTo("rwx------");

        Path existing = Files.createDirectory(folder.resolve("existing"));
        Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rwxr-x--x"));
        Storage.open(existing).close();
        assertThat(permissions(existing)).isEqualTo("rwxr-x--x");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> Storage.open(file.resolve("data")))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining(file.toString());
    }

    @Test
    void a_damaged_database_is_refused_and_left_as_it_is() throws IOException {
        Storage.open(folder).close();
        Path database = folder.resolve("metadata.mv.db");
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            file.write(new byte[(int) file.length()]);
        }
        byte[] damaged = Files.readAllBytes(database);

        assertThatThrownBy(() -> Storage.open(folder))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("damaged");
        assertThat(Files.readAllBytes(database)).isEqualTo(damaged);
    }

    @Test
    void blobs_without_their_database_are_never_swept_away() throws IOException {
        String blobId;
        try (Storage storage = Storage.open(folder)) {
            Scope scope = storage.groups().create("G", "G").scope();
            blobId = new Uploads(storage).put(scope, "a", "precious").blobId();
        }
        Files.delete(folder.resolve("metadata.mv.db"));

        assertThatThrownBy(() -> Storage.open(folder))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("backup");
        assertThat(folder.resolve("blobs").resolve(blobId.substring(0, 2)).resolve(blobId))
                .hasContent("precious");
    }

    @Test
    void a_database_of_a_newer_program_is_refused() {
        try (Storage storage = Storage.open(folder)) {
            storage.database().read(handle -> handle.execute("""
                    INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
                        "checksum", "installed_by", "execution_time", "success")
                    VALUES (99, '99', 'future', 'SQL', 'V99__future.sql', 1, 'me', 1, TRUE)
                    """));
        }

        assertThatThrownBy(() -> Storage.open(folder)).isInstanceOf(DataFolderException.class);
    }

    @Test
    void the_newest_script_is_the_one_that_is_asked_for_at_start() {
        try (Storage storage = Storage.open(folder)) {
            String newest = storage.database()
                    .read(handle -> handle.createQuery("""
                                    SELECT "version" FROM "flyway_schema_history"
                                    ORDER BY "installed_rank" DESC FETCH FIRST 1 ROW ONLY
                                    """).mapTo(String.class).one());
            assertThat(newest).isEqualTo(Migrations.NEWEST);
        }
    }
}
