package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageActivityTest {
    @TempDir
    private Path folder;

    @Test
    void syncs_and_what_is_stored_are_counted() {
        try (Storage storage = Storage.open(folder)) {
            StorageActivity activity = storage.activity();
            long before = activity.syncs();
            storage.durable().join();
            storage.durable().join();

            assertThat(activity.syncs()).isEqualTo(before + 2);
            assertThat(activity.syncSeconds()).isPositive();
            assertThat(activity.failedSyncs()).isZero();
            assertThat(activity.connections()).isPositive();
            assertThat(activity.stored()).isEqualTo(new StorageActivity.Stored(0, 0));
        }
    }

    @Test
    void bytes_on_their_way_are_counted_until_they_are_settled() {
        try (Storage storage = Storage.open(folder)) {
            BlobWriter arriving = storage.blobs().open();
            assertThat(storage.activity().arrivingFiles()).isEqualTo(1);

            arriving.discard();

            assertThat(storage.activity().arrivingFiles()).isZero();
        }
    }
}
