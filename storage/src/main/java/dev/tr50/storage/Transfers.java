package dev.tr50.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The handles (fileIds) by which the bytes of files come and go. They survive a restart. */
public final class Transfers {

    /** Handles that a scope can have open at once. */
    public static final int MAX_OPEN_HANDLES = 10_000;

    /** How long a download handle lives at most, however often it is used. */
    public static final Duration LONGEST_DOWNLOAD = Duration.ofDays(1);

    private final Database database;
    private final BlobRemoval removal;
    private final Blobs blobs;
    private final FileStoring storing;
    private final Clock clock;

    Transfers(Database database, BlobRemoval removal, Blobs blobs, FileStoring storing, Clock clock) {
        this.database = database;
        this.removal = removal;
        this.blobs = blobs;
        this.storing = storing;
        this.clock = clock;
    }

    /**
     * A new handle for delivering the bytes of a file.
     *
     * @return its id, 24 lowercase hex digits
     * @throws TooManyHandlesException when the scope has {@value #MAX_OPEN_HANDLES} open
     * @throws NoSuchScopeException when the thing or group is gone
     */
    public String reserveUpload(Scope scope, UploadOrder order, Instant expiresAt) {
        Upload upload = new Upload(ObjectId.next(), scope, order, expiresAt);
        Set<String> released = new HashSet<>();
        database.write(handle -> {
            Handles.countOneMore(handle, scope, clock.instant(), released);
            UploadRows.insert(handle, upload);
            return null;
        });
        removal.released(released);
        return upload.fileId();
    }

    /**
     * A new handle for reading a file as it is now: replacing the file does not change what the handle reads, deleting it
     * ends the handle.
     *
     * @return empty when there is no such file
     * @throws TooManyHandlesException when the scope has {@value #MAX_OPEN_HANDLES} open
     */
    public Optional<Download> reserveDownload(Scope scope, String name, Instant expiresAt) {
        if (database.read(handle -> FileRows.find(handle, scope, name)).isEmpty()) {
            return Optional.empty();
        }
        try {
            return reserve(scope, name, expiresAt);
        } catch (NoSuchScopeException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    private Optional<Download> reserve(Scope scope, String name, Instant expiresAt) {
        Set<String> released = new HashSet<>();
        Optional<Download> reserved = database.write(handle -> {
            Handles.countOneMore(handle, scope, clock.instant(), released);
            Optional<Download> download = FileRows.find(handle, scope, name).map(row -> pin(row.file(), expiresAt));
            download.ifPresentOrElse(
                    found -> DownloadRows.insert(handle, found, clock.instant().plus(LONGEST_DOWNLOAD)),
                    () -> Scopes.countHandles(handle, scope, -1));
            return download;
        });
        removal.released(released);
        return reserved;
    }

    private static Download pin(StoredFile file, Instant expiresAt) {
        return new Download(
                ObjectId.next(),
                file.scope(),
                file.id(),
                file.name(),
                file.blobId(),
                file.length(),
                file.crc32(),
                file.sha256(),
                file.uploadDate(),
                file.basicAuth(),
                expiresAt);
    }

    /** The upload handle with this id, unless it was used or has expired. */
    public Optional<Upload> findUpload(String fileId, Instant now) {
        return database.read(handle -> UploadRows.find(handle, fileId, now));
    }

    /** The download handle with this id, unless it has expired or its file was deleted. */
    public Optional<Download> findDownload(String fileId, Instant now) {
        return database.read(handle -> DownloadRows.find(handle, fileId, now));
    }

    /** Lets an upload handle live until {@code expiresAt}, never shorter than before. Need not be durable. */
    public void extendUpload(String fileId, Instant expiresAt) {
        database.write(handle -> {
            UploadRows.extend(handle, fileId, expiresAt);
            return null;
        });
    }

    /**
     * Lets a download handle live until {@code expiresAt}, never shorter than before and never longer than
     * {@link #LONGEST_DOWNLOAD} after it was reserved. Need not be durable.
     */
    public void extendDownload(String fileId, Instant expiresAt) {
        database.write(handle -> {
            DownloadRows.extend(handle, fileId, expiresAt);
            return null;
        });
    }

    /** Uses up a download handle; does nothing when it has ended already. Who reads its bytes reads them to the end. */
    public void endDownload(String fileId) {
        Optional<String> kept = database.write(handle -> DownloadRows.delete(handle, fileId));
        kept.ifPresent(blob -> removal.released(new HashSet<>(List.of(blob))));
    }

    /**
     * Uses up the handle and makes the bytes the content of its file, new or replaced, all at once. The bytes that were
     * replaced are removed when no handle needs them any more and the change is durable.
     *
     * @return empty when the handle was used, has expired or lost its thing or group meanwhile; the bytes are gone then
     * @throws QuotaExceededException when the scope has no room for it; the bytes are gone then, and the handle is as good
     *     as before
     */
    public Optional<StoredFile> complete(Upload upload, BlobReceipt blob) {
        Set<String> released = new HashSet<>();
        Optional<StoredFile> stored;
        try {
            stored = database.write(upload.scope(), handle -> store(handle, upload, blob, released));
        } catch (QuotaExceededException e) {
            blobs.discard(blob);
            throw e;
        } finally {
            blobs.settled(blob.blobId());
        }
        if (stored.isEmpty()) {
            blobs.discard(blob);
        }
        blobs.reached(Steps.FILE_COMMITTED);
        removal.released(released);
        return stored;
    }

    private Optional<StoredFile> store(Handle handle, Upload upload, BlobReceipt blob, Set<String> released) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!Scopes.lockToChange(handle, upload.scope()) || !UploadRows.consume(handle, upload.fileId(), now)) {
            return Optional.empty();
        }
        Scopes.countHandles(handle, upload.scope(), -1);
        return Optional.of(storing.put(handle, upload, blob, now, released));
    }

    void removeExpired(Instant now) {
        List<Scope> scopes = database.read(handle -> Handles.scopesWithExpired(handle, now));
        for (Scope scope : scopes) {
            removal.released(new HashSet<>(database.write(handle -> Handles.removeExpired(handle, scope, now))));
        }
    }
}
