package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {

    @TempDir
    Path folder;

    private Storage storage;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void a_discarded_blob_leaves_nothing() throws IOException {
        BlobWriter writer = storage.blobs().open();
        writer.write(ByteBuffer.wrap(new byte[10]));
        assertThat(blobs()).hasSize(1);

        writer.discard();
        writer.discard();

        assertThat(blobs()).isEmpty();
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void length_and_checksum_are_known_before_the_blob_is_finished() {
        try (BlobWriter writer = storage.blobs().open()) {
            writer.write(ByteBuffer.wrap("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            assertThat(writer.length()).isEqualTo(9);
            assertThat(writer.crc32()).isEqualTo(0xCBF43926L);
        }
    }

    @Test
    void an_empty_buffer_behind_others_takes_nothing_from_them() {
        try (BlobWriter writer = storage.blobs().open()) {
            writer.write(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3}), ByteBuffer.allocate(0));

            assertThat(storage.blobs().path(writer.finish().blobId())).hasBinaryContent(new byte[] {1, 2, 3});
        }
    }

    @Test
    void an_empty_blob_is_a_blob() throws IOException {
        BlobReceipt receipt = new Uploads(storage).blob("");

        assertThat(receipt.length()).isZero();
        assertThat(receipt.crc32()).isZero();
        assertThat(storage.blobs().path(receipt.blobId())).isEmptyFile();
    }

    @Test
    void a_reader_reads_on_when_the_blob_is_removed() throws IOException {
        BlobReceipt receipt = new Uploads(storage).blob("still here");
        try (FileChannel reader = storage.blobs().read(receipt.blobId())) {
            storage.blobs().discard(receipt);

            ByteBuffer bytes = ByteBuffer.allocate(20);
            assertThat(reader.read(bytes)).isEqualTo(10);
        }
        assertThatThrownBy(() -> storage.blobs().read(receipt.blobId())).isInstanceOf(MissingBlobException.class);
    }

    @Test
    void nothing_but_a_blob_id_becomes_a_path() {
        assertThatThrownBy(() -> storage.blobs().path("../../../etc/passwd"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage.blobs().read("..")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_sweep_spares_what_is_being_written_or_waits_for_its_file() throws IOException {
        Scope scope = storage.groups().create("G", "G").scope();
        Upload upload = new Uploads(storage).reserve(scope, UploadOrder.named("a"));
        BlobWriter writing = storage.blobs().open();
        BlobReceipt waiting = new Uploads(storage).blob("waiting");

        storage.sweep(Instant.now());

        assertThat(blobs()).hasSize(2);
        assertThat(storage.transfers().complete(upload, waiting)).isPresent();
        writing.discard();
        storage.sweep(Instant.now());
        assertThat(blobs()).containsExactly(storage.blobs().path(waiting.blobId()));
    }

    @Test
    void a_sweep_removes_what_a_crash_left_and_nothing_else() throws IOException {
        Scope scope = storage.groups().create("G", "G").scope();
        StoredFile kept = new Uploads(storage).put(scope, "a", "kept");
        String orphan = ObjectId.next();
        Files.writeString(
                folder.resolve("blobs").resolve(orphan.substring(0, 2)).resolve(orphan), "orphan");
        Files.writeString(folder.resolve("blobs/tmp").resolve(ObjectId.next()), "half written");

        storage.sweep(Instant.now());

        assertThat(blobs()).containsExactly(storage.blobs().path(kept.blobId()));
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> paths = Files.walk(folder.resolve("blobs"))) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}
