package dev.tr50.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Puts files the way the gateway does: reserve, write, complete. */
final class Uploads {

    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    private final Storage storage;

    Uploads(Storage storage) {
        this.storage = storage;
    }

    StoredFile put(Scope scope, String name, String content, String... tags) {
        return put(scope, tagged(name, tags), content);
    }

    StoredFile put(Scope scope, UploadOrder order, String content) {
        Upload upload = reserve(scope, order);
        return storage.transfers().complete(upload, blob(content)).orElseThrow();
    }

    /** A file whose bytes nobody will read. */
    StoredFile putRow(Scope scope, UploadOrder order, long length) {
        return storage.transfers()
                .complete(reserve(scope, order), receipt(length))
                .orElseThrow();
    }

    /** Of bytes that are not there. */
    BlobReceipt receipt(long length) {
        return new BlobReceipt(ObjectId.next(), length, 0, "");
    }

    /** A file as the Filestore makes it. */
    StoredFile create(Scope scope, String name, FileDescription description, String content) {
        return storage.files().create(scope, name, description, blob(content));
    }

    StoredFile create(Scope scope, String name, String content) {
        return create(scope, name, FileDescription.of(name, 1_710_000_000), content);
    }

    Upload reserve(Scope scope, UploadOrder order) {
        String fileId = storage.transfers().reserveUpload(scope, order, FAR);
        return storage.transfers().findUpload(fileId, Instant.EPOCH).orElseThrow();
    }

    BlobReceipt blob(String content) {
        try (BlobWriter writer = storage.blobs().open()) {
            writer.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            return writer.finish();
        }
    }

    static UploadOrder tagged(String name, String... tags) {
        return tagged(name, false, List.of(tags));
    }

    static UploadOrder tagged(String name, boolean isPublic, List<String> tags) {
        return new UploadOrder(name, isPublic, null, tags, List.of(), null);
    }
}
