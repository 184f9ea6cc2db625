package dev.tr50.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes delivered bytes a file. Call with the scope locked. */
final class FileStoring {

    private static final double MILLIS_PER_SECOND = 1000;

    private final ScopeQuota quota;

    FileStoring(ScopeQuota quota) {
        this.quota = quota;
    }

    /**
     * A new file, or the new bytes and everything else of an old one but its description.
     *
     * @param released takes the blob that was replaced
     * @throws QuotaExceededException when the scope has no room for it
     */
    StoredFile put(Handle handle, Upload upload, BlobReceipt blob, Instant now, Collection<String> released) {
        UploadOrder order = upload.order();
        Optional<FileRows.Row> old = FileRows.find(handle, upload.scope(), order.fileName());
        StoredFile file = new StoredFile(
                old.map(row -> row.file().id()).orElseGet(ObjectId::next),
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
                old.map(row -> row.file().description())
                        .orElseGet(() -> FileDescription.of(order.fileName(), now.toEpochMilli() / MILLIS_PER_SECOND)));
        if (old.isPresent()) {
            replace(handle, old.get(), file, released);
        } else {
            insert(handle, file);
        }
        return file;
    }

    /**
     * @throws AlreadyExistsException when the scope has a file of this name
     * @throws QuotaExceededException when the scope has no room for it
     */
    StoredFile create(
            Handle handle, Scope scope, String name, FileDescription description, BlobReceipt blob, Instant now) {
        if (FileRows.find(handle, scope, name).isPresent()) {
            throw Files.taken(name, null);
        }
        StoredFile file = new StoredFile(
                ObjectId.next(),
                scope,
                name,
                blob.blobId(),
                blob.length(),
                blob.crc32(),
                blob.sha256(),
                now,
                List.of(),
                List.of(),
                false,
                null,
                description);
        insert(handle, file);
        return file;
    }

    /**
     * The file with other bytes and a changed description; everything else stays.
     *
     * @param released takes the blob that was replaced
     * @throws QuotaExceededException when the scope has no room for the bytes that it has more
     */
    StoredFile replace(
            Handle handle,
            FileRows.Row old,
            FileDescriptionChange change,
            BlobReceipt blob,
            Instant now,
            Collection<String> released) {
        StoredFile before = old.file();
        StoredFile file = new StoredFile(
                before.id(),
                before.scope(),
                before.name(),
                blob.blobId(),
                blob.length(),
                blob.crc32(),
                blob.sha256(),
                now,
                before.tags(),
                before.secTags(),
                before.isPublic(),
                before.basicAuth(),
                change.applyTo(before.description()));
        replace(handle, old, file, released);
        return file;
    }

    /** The file with a changed description; everything else stays, the time of its upload too. */
    static StoredFile describe(Handle handle, FileRows.Row old, FileDescriptionChange change) {
        StoredFile file = old.file().with(change.applyTo(old.file().description()));
        recount(handle, old.file(), file);
        FileRows.describe(handle, old.pk(), file.description());
        return file;
    }

    /**
     * @param name of the file that shall be stored
     * @param bytes that it will have at least
     * @throws QuotaExceededException when the scope has no room for it now
     */
    void requireRoom(Handle handle, Scope scope, String name, long bytes) {
        Optional<FileRows.Row> old = FileRows.find(handle, scope, name);
        long growth = bytes - old.map(row -> row.file().length()).orElse(0L);
        quota.require(Scopes.usage(handle, scope), old.isPresent() ? 0 : 1, growth);
    }

    private void count(Handle handle, Scope scope, int files, long bytes) {
        quota.require(Scopes.usage(handle, scope), files, bytes);
        Scopes.countFiles(handle, scope, files, bytes);
    }

    private void insert(Handle handle, StoredFile file) {
        count(handle, file.scope(), 1, file.length());
        TagRows.insert(handle, FileRows.insert(handle, file));
        DescriptionCounts.add(handle, file);
    }

    private void replace(Handle handle, FileRows.Row old, StoredFile file, Collection<String> released) {
        count(handle, file.scope(), 0, file.length() - old.file().length());
        released.add(old.file().blobId());
        TagRows.delete(handle, old);
        TagRows.insert(handle, FileRows.replace(handle, old.pk(), file));
        recount(handle, old.file(), file);
    }

    private static void recount(Handle handle, StoredFile old, StoredFile file) {
        FileDescription before = old.description();
        FileDescription after = file.description();
        if (!before.fileClass().equals(after.fileClass()) || !before.format().equals(after.format())) {
            DescriptionCounts.remove(handle, old);
            DescriptionCounts.add(handle, file);
        }
    }
}
