package dev.tr50.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes delivered bytes a file. Call with the scope locked. */
final class FileStoring {

    private FileStoring() {}

    /** @param released takes the blob that was replaced */
    static StoredFile put(Handle handle, Upload upload, BlobReceipt blob, Instant now, Collection<String> released) {
        Optional<FileRows.Row> old =
                FileRows.find(handle, upload.scope(), upload.order().fileName());
        String id = old.map(row -> row.file().id()).orElseGet(ObjectId::next);
        StoredFile file = file(id, upload, blob, now);
        FileRows.Row row;
        if (old.isPresent()) {
            released.add(old.get().file().blobId());
            TagRows.delete(handle, old.get());
            row = FileRows.replace(handle, old.get().pk(), file);
            Scopes.countFiles(
                    handle, upload.scope(), 0, blob.length() - old.get().file().length());
        } else {
            row = FileRows.insert(handle, file);
            Scopes.countFiles(handle, upload.scope(), 1, blob.length());
        }
        TagRows.insert(handle, row);
        return file;
    }

    private static StoredFile file(String id, Upload upload, BlobReceipt blob, Instant now) {
        UploadOrder order = upload.order();
        return new StoredFile(
                id,
                upload.scope(),
                order.fileName(),
                blob.blobId(),
                blob.length(),
                blob.crc32(),
                blob.sha256(),
                now,
                List.copyOf(new LinkedHashSet<>(order.tags())),
                order.secTags(),
                order.isPublic(),
                order.basicAuth(),
                order.fileClass(),
                order.format(),
                order.time(),
                order.metadata());
    }
}
