package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransfersTest {

    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Storage storage;
    private Uploads uploads;
    private Scope scope;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        uploads = new Uploads(storage);
        scope = storage.groups().create("PLANT1", "Plant 1").scope();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void a_completed_upload_is_a_file_with_everything_its_order_said() {
        UploadOrder order = new UploadOrder(
                "traces/pümp.bin",
                true,
                3610L,
                List.of("trace", "2024", "trace"),
                List.of("secret"),
                new BasicAuth("ada", "hash"));

        StoredFile file = uploads.put(scope, order, "hello");

        assertThat(storage.files().find(scope, "traces/pümp.bin")).contains(file);
        assertThat(storage.files().findById(file.id())).contains(file);
        assertThat(file.length()).isEqualTo(5);
        assertThat(file.crc32()).isEqualTo(0x3610a686L);
        assertThat(file.sha256()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(file.tags()).containsExactly("trace", "2024");
        assertThat(file.secTags()).containsExactly("secret");
        assertThat(file.basicAuth()).isEqualTo(new BasicAuth("ada", "hash"));
        assertThat(file.description())
                .isEqualTo(
                        new FileDescription("binary", "bin", file.uploadDate().toEpochMilli() / 1000.0, null));
        assertThat(content(file.blobId())).isEqualTo("hello");
    }

    @Test
    void an_upload_handle_keeps_its_order_and_works_once() {
        UploadOrder order = Uploads.tagged("a", "x");
        Upload upload = uploads.reserve(scope, order);
        assertThat(upload.order()).isEqualTo(order);

        assertThat(storage.transfers().complete(upload, uploads.blob("first"))).isPresent();

        BlobReceipt second = uploads.blob("second");
        assertThat(storage.transfers().complete(upload, second)).isEmpty();
        assertThat(storage.transfers().findUpload(upload.fileId(), Instant.now()))
                .isEmpty();
        assertThatThrownBy(() -> storage.blobs().path(second.blobId())).isInstanceOf(MissingBlobException.class);
        assertThat(content(storage.files().find(scope, "a").orElseThrow().blobId()))
                .isEqualTo("first");
    }

    @Test
    void an_expired_handle_is_not_found_and_cannot_be_completed() {
        Instant past = Instant.now().minusSeconds(1);
        String fileId = storage.transfers().reserveUpload(scope, UploadOrder.named("a"), past);

        assertThat(storage.transfers().findUpload(fileId, Instant.now())).isEmpty();
        Upload late = new Upload(fileId, scope, UploadOrder.named("a"), past);
        assertThat(storage.transfers().complete(late, uploads.blob("late"))).isEmpty();
        assertThat(storage.files().find(scope, "a")).isEmpty();
    }

    @Test
    void a_replaced_file_keeps_its_id_and_loses_its_old_bytes() {
        StoredFile old = uploads.put(scope, "a", "old");
        StoredFile replaced = uploads.put(scope, "a", "new!");

        assertThat(replaced.id()).isEqualTo(old.id());
        assertThat(storage.files().find(scope, "a")).contains(replaced);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThatThrownBy(() -> storage.blobs().path(old.blobId()))
                        .isInstanceOf(MissingBlobException.class));
    }

    @Test
    void a_download_handle_reads_the_version_it_was_made_for() {
        StoredFile old = uploads.put(scope, "a", "old");
        Download download = storage.transfers().reserveDownload(scope, "a", FAR).orElseThrow();
        uploads.put(scope, "a", "new!");

        Download found = storage.transfers()
                .findDownload(download.fileId(), Instant.now())
                .orElseThrow();

        assertThat(found).isEqualTo(download);
        assertThat(found.length()).isEqualTo(3);
        assertThat(found.crc32()).isEqualTo(old.crc32());
        storage.durable().join();
        assertThat(content(found.blobId())).isEqualTo("old");
    }

    @Test
    void deleting_a_file_ends_its_download_handles_and_removes_all_its_bytes() {
        StoredFile old = uploads.put(scope, "a", "old");
        Download download = storage.transfers().reserveDownload(scope, "a", FAR).orElseThrow();
        StoredFile current = uploads.put(scope, "a", "new!");

        assertThat(storage.files().delete(scope, "a")).isTrue();

        assertThat(storage.files().find(scope, "a")).isEmpty();
        assertThat(storage.transfers().findDownload(download.fileId(), Instant.now()))
                .isEmpty();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThatThrownBy(() -> storage.blobs().path(old.blobId())).isInstanceOf(MissingBlobException.class);
            assertThatThrownBy(() -> storage.blobs().path(current.blobId())).isInstanceOf(MissingBlobException.class);
        });
        assertThat(storage.files().delete(scope, "a")).isFalse();
    }

    @Test
    void a_download_of_a_missing_file_is_not_reserved() {
        assertThat(storage.transfers().reserveDownload(scope, "none", FAR)).isEmpty();
    }

    @Test
    void a_download_handle_lives_longer_when_extended_and_never_shorter() {
        uploads.put(scope, "a", "x");
        Instant end = Instant.ofEpochMilli(Instant.now().plusSeconds(300).toEpochMilli());
        String fileId = storage.transfers()
                .reserveDownload(scope, "a", end)
                .orElseThrow()
                .fileId();

        storage.transfers().extendDownload(fileId, end.plusSeconds(60));
        storage.transfers().extendDownload(fileId, end.plusSeconds(30));

        assertThat(storage.transfers().findDownload(fileId, end.plusSeconds(59)))
                .isPresent();
        assertThat(storage.transfers().findDownload(fileId, end.plusSeconds(60)))
                .isEmpty();
    }

    @Test
    void no_use_keeps_a_download_handle_longer_than_a_day() {
        uploads.put(scope, "a", "x");
        Instant now = Instant.now();
        String fileId = storage.transfers()
                .reserveDownload(scope, "a", now.plusSeconds(300))
                .orElseThrow()
                .fileId();

        storage.transfers().extendDownload(fileId, FAR);

        assertThat(storage.transfers().findDownload(fileId, now.plus(Duration.ofHours(23))))
                .isPresent();
        assertThat(storage.transfers().findDownload(fileId, now.plus(Duration.ofHours(25))))
                .isEmpty();
    }

    @Test
    void everything_is_there_after_a_restart() {
        StoredFile file = uploads.put(scope, "a", "x", "tag");
        Upload upload = uploads.reserve(scope, UploadOrder.named("b"));
        Download download = storage.transfers().reserveDownload(scope, "a", FAR).orElseThrow();

        storage.close();
        storage = Storage.open(folder);

        assertThat(storage.files().find(scope, "a")).contains(file);
        assertThat(storage.transfers().findUpload(upload.fileId(), Instant.now()))
                .contains(upload);
        assertThat(storage.transfers().findDownload(download.fileId(), Instant.now()))
                .contains(download);
    }

    private String content(String blobId) {
        try {
            return java.nio.file.Files.readString(storage.blobs().path(blobId), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
