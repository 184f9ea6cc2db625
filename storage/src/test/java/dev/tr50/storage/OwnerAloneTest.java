package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class OwnerAloneTest {

    @TempDir
    Path folder;

    /** Under a stricter umask these tests would tell nothing. */
    @BeforeEach
    void others_may_read_what_is_made_carelessly() throws IOException {
        Path careless = Files.createFile(folder.resolve("careless"));
        assumeThat(permissions(careless)).startsWith("rw-r--");
        Files.delete(careless);
    }

    @Test
    void everything_in_the_data_folder_is_for_its_owner_alone_whatever_the_umask_is() throws IOException {
        Path existing = Files.createDirectory(folder.resolve("existing"));

        work(existing);

        assertThat(readableByOthers(existing)).isEmpty();
        assertThat(contents(existing))
                .extracting(path -> path.getFileName().toString())
                .contains("metadata.mv.db", "lock", "journal", "blobs", "tmp", "ff")
                .anyMatch(name -> name.endsWith(Journal.SUFFIX));
    }

    @Test
    void a_folder_of_an_earlier_version_is_closed_to_others_at_the_next_start() throws IOException {
        work(folder);
        for (Path path : contents(folder)) {
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
        }

        Storage.open(folder).close();

        try (Stream<Path> top = Files.list(folder)) {
            assertThat(top.filter(OwnerAloneTest::isReadableByOthers)).isEmpty();
        }
    }

    /** Leaves a blob, one that is being written, and samples that are in the journal alone. */
    private static void work(Path data) {
        try (Storage storage = Storage.open(data)) {
            Group group = storage.groups().create("G", "G");
            Uploads uploads = new Uploads(storage);
            uploads.put(group.scope(), "a", "secret");
            try (BlobWriter unfinished = storage.blobs().open()) {
                unfinished.write(ByteBuffer.allocate(1));
                assertThat(readableByOthers(data)).isEmpty();
            }
            Thing pump = storage.things().create(group.id(), NewThing.named("pump"));
            Sample<PropertySample> sample = new Sample<>(Instant.EPOCH, new PropertySample(1, null));
            storage.timeSeries().add(pump.id(), PropertySample.KIND, "rpm", sample, Recording.NEWS);
            storage.durable().join();
            assertThat(readableByOthers(data)).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> readableByOthers(Path data) throws IOException {
        return contents(data).stream()
                .filter(OwnerAloneTest::isReadableByOthers)
                .toList();
    }

    private static boolean isReadableByOthers(Path path) {
        try {
            return !permissions(path).equals(Files.isDirectory(path) ? "rwx------" : "rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> contents(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(path -> !path.equals(data)).toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
