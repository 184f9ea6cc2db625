package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestTest {
    @TempDir
    private Path folder;

    private Storage open() {
        Storage storage = Storage.open(folder);
        storage.lastSeen().settle();
        return storage;
    }

    @Test
    void a_storage_that_works_passes_and_nothing_stays_of_the_test() throws IOException {
        try (Storage storage = open()) {
            assertThatCode(storage.selfTest()::database).doesNotThrowAnyException();
            assertThatCode(storage.selfTest()::blobs).doesNotThrowAnyException();

            assertThat(storage.selfTest().freeBytes()).isPositive();
            try (Stream<Path> left = Files.walk(folder.resolve("blobs"))) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    @Test
    void a_database_that_a_full_disk_has_closed_fails_from_then_on_and_blobs_do_not() {
        RecordedDisk disk = RecordedFilePath.register();
        Storage storage = Storage.open(folder, RecordedFilePath.SCHEME, Steps.NOBODY);
        try {
            storage.lastSeen().settle();
            storage.durable().join();
            storage.selfTest().database();

            disk.fail(new IOException("No space left on device"));

            assertThatThrownBy(storage.selfTest()::database).isInstanceOf(StorageException.class);
            assertThatThrownBy(storage.selfTest()::database).isInstanceOf(StorageException.class);
            assertThatCode(storage.selfTest()::blobs).doesNotThrowAnyException();
        } finally {
            // Says that it cannot, or not: as H2 happens to have got.
            catchThrowable(storage::close);
        }
    }

    @Test
    void blobs_fail_where_their_folder_is_gone() throws IOException {
        try (Storage storage = open()) {
            Files.delete(folder.resolve("blobs/tmp"));

            assertThatThrownBy(storage.selfTest()::blobs).isInstanceOf(StorageException.class);
            assertThatCode(storage.selfTest()::database).doesNotThrowAnyException();
        }
    }
}
