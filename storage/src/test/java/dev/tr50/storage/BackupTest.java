package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupTest {

    private static final List<String> FURTHER = List.of("credentials.properties", "missing.txt");

    @TempDir
    static Path shared;

    /** Of a folder like that of {@link #fill}. */
    private static byte[] archive;

    @TempDir
    Path folder;

    private Path data;
    private Path restored;

    @BeforeAll
    static void backUpOnce() throws IOException {
        fill(shared);
        archive = idleBackup(shared);
    }

    @BeforeEach
    void name() {
        data = folder.resolve("data");
        restored = folder.resolve("restored");
    }

    private static void fill(Path data) throws IOException {
        try (Storage storage = Storage.open(data)) {
            Group group = storage.groups().create("G", "G");
            Uploads uploads = new Uploads(storage);
            for (int i = 0; i < 5; i++) {
                uploads.put(group.scope(), "file-" + i, "content " + i);
            }
            Sample<PropertySample> sample = new Sample<>(Instant.EPOCH, new PropertySample(7, null));
            storage.timeSeries().add(group.id(), PropertySample.KIND, "n", sample, Recording.NEWS);
            storage.durable().join();
        }
        Files.writeString(data.resolve("credentials.properties"), "secret");
    }

    private static byte[] idleBackup(Path data) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        Backup.ofIdle(data, target, "1.2.3", FURTHER);
        return target.toByteArray();
    }

    private static byte[] backup(Storage storage) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        storage.backup().writeTo(target, "1.2.3", FURTHER);
        return target.toByteArray();
    }

    private Restored restore(byte[] archive) throws IOException {
        return Restoration.restore(new ByteArrayInputStream(archive), restored);
    }

    private static void verifyContent(Path data) throws IOException {
        assertThat(data.resolve("credentials.properties")).hasContent("secret");
        try (Storage storage = Storage.open(data)) {
            Group group = storage.groups().findByKey("G").orElseThrow();
            for (int i = 0; i < 5; i++) {
                StoredFile file =
                        storage.files().find(group.scope(), "file-" + i).orElseThrow();
                assertThat(storage.blobs().path(file.blobId())).hasContent("content " + i);
            }
            assertThat(storage.timeSeries().current(group.id(), PropertySample.KIND, "n"))
                    .map(sample -> sample.value().value())
                    .contains(7.0);
        }
    }

    @Test
    void a_folder_that_nobody_uses_is_backed_up_and_not_changed() throws IOException {
        fill(data);
        byte[] database = Files.readAllBytes(data.resolve("metadata.mv.db"));

        byte[] archive = idleBackup(data);

        assertThat(Files.readAllBytes(data.resolve("metadata.mv.db"))).isEqualTo(database);
        Restored result = restore(archive);
        assertThat(result.program()).isEqualTo("1.2.3");
        assertThat(result.files()).isEqualTo(5);
        assertThat(result.incomplete()).isZero();
        verifyContent(restored);
    }

    @Test
    void an_open_folder_is_backed_up_and_goes_on() throws IOException {
        fill(data);
        byte[] archive;
        try (Storage storage = Storage.open(data)) {
            archive = backup(storage);
            Scope scope = storage.groups().findByKey("G").orElseThrow().scope();
            new Uploads(storage).put(scope, "later", "later");
            storage.durable().join();
        }

        restore(archive);

        verifyContent(restored);
        verifyContent(data);
        try (Storage storage = Storage.open(restored)) {
            Scope scope = storage.groups().findByKey("G").orElseThrow().scope();
            assertThat(storage.files().find(scope, "later")).isEmpty();
        }
        try (Stream<Path> left = Files.list(data)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("backup"));
        }
    }

    @Test
    void a_file_that_is_deleted_while_a_backup_runs_is_in_it_and_leaves_the_disk_with_the_next_sweep()
            throws IOException {
        fill(data);
        byte[] archive;
        try (Storage storage = Storage.open(data)) {
            Scope scope = storage.groups().findByKey("G").orElseThrow().scope();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            OutputStream target = new OutputStream() {
                private boolean deleted;

                @Override
                public void write(int b) {
                    throw new AssertionError("a byte alone");
                }

                @Override
                public void write(byte[] piece, int offset, int length) {
                    bytes.write(piece, offset, length);
                    if (!deleted && bytes.size() > 8192) {
                        deleted = true;
                        storage.files().delete(scope, "file-3");
                        storage.durable().join();
                        storage.sweep(Instant.now());
                    }
                }
            };
            storage.backup().writeTo(target, "1.2.3", FURTHER);
            archive = bytes.toByteArray();
            assertThat(BlobFiles.in(data)).hasSize(5);

            storage.sweep(Instant.now());

            assertThat(BlobFiles.in(data)).hasSize(4);
        }
        restore(archive);
        verifyContent(restored);
    }

    @Test
    void one_backup_is_made_at_a_time() throws IOException {
        fill(data);
        try (Storage storage = Storage.open(data)) {
            AtomicReference<Throwable> second = new AtomicReference<>();
            storage.backup()
                    .writeTo(
                            new OutputStream() {
                                @Override
                                public void write(int b) {
                                    throw new AssertionError("a byte alone");
                                }

                                @Override
                                public void write(byte[] piece, int offset, int length) {
                                    if (second.get() == null) {
                                        second.set(failureOfAnother(storage));
                                    }
                                }
                            },
                            "1.2.3",
                            List.of());
            assertThat(second.get()).isInstanceOf(BackupException.class).hasMessage("Another backup is being made");
        }
    }

    private static Throwable failureOfAnother(Storage storage) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread other = new Thread(() -> {
            try {
                storage.backup().writeTo(OutputStream.nullOutputStream(), "1.2.3", List.of());
            } catch (IOException e) {
                failure.set(e);
            }
        });
        other.start();
        try {
            other.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return failure.get();
    }

    @Test
    void a_folder_in_use_or_without_a_database_is_not_copied() throws IOException {
        fill(data);
        Storage holder = Storage.open(data);
        assertThatThrownBy(() -> idleBackup(data))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("in use");
        holder.close();
        data = folder.resolve("nothing");
        assertThatThrownBy(() -> idleBackup(data))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("is no data folder of a gateway");
        assertThat(data).doesNotExist();
    }

    /** A flipped bit is found, or was in what fills a tar archive up. */
    @Test
    void a_damaged_backup_is_refused_and_leaves_nothing() throws IOException {
        Random chance = new Random(5);
        int refused = 0;
        for (int i = 0; i < 25; i++) {
            byte[] damaged = archive.clone();
            damaged[chance.nextInt(archive.length)] ^= (byte) (1 << chance.nextInt(8));
            try {
                restore(damaged);
                verifyContent(restored);
                delete(restored);
            } catch (BackupException e) {
                assertThat(e)
                        .hasMessageMatching(
                                "(?s)The backup is damaged, .*; nothing of it was kept|This is no backup.*");
                assertThat(restored).doesNotExist();
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10);
    }

    @Test
    void a_backup_that_was_cut_off_is_refused_and_leaves_nothing() throws IOException {
        int end = new String(archive, StandardCharsets.ISO_8859_1).indexOf("complete.txt");
        Random chance = new Random(6);
        for (int i = 0; i < 8; i++) {
            byte[] cut = Arrays.copyOf(archive, i == 0 ? 0 : chance.nextInt(end));
            assertThatThrownBy(() -> restore(cut)).isInstanceOf(BackupException.class);
            assertThat(restored).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource({"format=1, format=2", "schema=, schema=9"})
    void a_backup_of_a_newer_gateway_is_refused(String ours, String theirs) throws IOException {
        String archive = new String(BackupTest.archive, StandardCharsets.ISO_8859_1);
        int at = archive.indexOf(ours);
        String newer = archive.substring(0, at) + theirs + archive.substring(at + theirs.length());

        assertThatThrownBy(() -> restore(newer.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("made by a newer gateway (1.2.3");
        assertThat(restored).doesNotExist();
    }

    @Test
    void a_database_of_a_newer_gateway_in_a_backup_is_refused() throws IOException {
        fill(data);
        try (Storage storage = Storage.open(data)) {
            storage.database().read(handle -> handle.execute("""
                    INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
                        "checksum", "installed_by", "execution_time", "success")
                    VALUES (99, '99', 'future', 'SQL', 'V99__future.sql', 1, 'me', 1, TRUE)
                    """));
        }
        byte[] archive = idleBackup(data);

        assertThatThrownBy(() -> restore(archive))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("newer gateway");
        assertThat(restored).doesNotExist();
    }

    @Test
    void what_is_no_backup_is_refused() {
        for (byte[] other :
                List.of(new byte[0], new byte[10_000], "text\n".repeat(1000).getBytes(StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> restore(other)).hasMessage("This is no backup of a gateway");
            assertThat(restored).doesNotExist();
        }
    }

    @Test
    void a_folder_that_holds_something_is_not_restored_into_and_stays_as_it_is() throws IOException {
        Files.createDirectories(restored);
        Path precious = Files.writeString(restored.resolve("precious"), "precious");

        assertThatThrownBy(() -> restore(archive))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("not empty");

        try (Stream<Path> entries = Files.list(restored)) {
            assertThat(entries).containsExactly(precious);
        }
        Files.delete(precious);
        restore(archive);
        verifyContent(restored);
    }

    @Test
    void a_restoration_that_was_interrupted_is_not_taken_for_data() throws IOException {
        Files.createDirectories(restored.resolve("restoring/blobs"));

        assertThatThrownBy(() -> Storage.open(restored))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("was interrupted");
    }

    @Test
    void files_whose_bytes_were_missing_already_are_counted() throws IOException {
        fill(data);
        String blob = BlobFiles.in(data).iterator().next();
        Files.delete(data.resolve("blobs").resolve(blob.substring(0, 2)).resolve(blob));

        assertThat(restore(idleBackup(data)).incomplete()).isOne();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void what_is_restored_is_for_its_owner_alone() throws IOException {
        restore(archive);

        try (Stream<Path> paths = Files.walk(restored)) {
            for (Path path : paths.filter(BackupTest::isOfTheArchive).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .endsWith("------");
            }
        }
    }

    private static boolean isOfTheArchive(Path path) {
        return path.endsWith("restored")
                || path.endsWith("metadata.mv.db")
                || path.endsWith("credentials.properties")
                || BlobFolder.isBlob(path.getFileName().toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tar_and_sha256sum_can_check_and_unpack_it() throws Exception {
        Path file = Files.write(folder.resolve("backup.tar"), archive);
        Path plain = Files.createDirectory(folder.resolve("plain"));

        Process tools = new ProcessBuilder(
                        "sh", "-c", "tar xf '" + file + "' && sha256sum --strict -c checksums/*.sha256")
                .directory(plain.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(tools.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("metadata.mv.db: OK", "credentials.properties: OK");
        assertThat(tools.waitFor()).isZero();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
