package dev.tr50.gateway.transfer;

import dev.tr50.storage.Download;
import dev.tr50.storage.StoredFile;
import java.time.Instant;

/**
 * One version of a stored file: what it says stays true when the file is replaced.
 *
 * @param fileId {@link StoredFile#id()}; for the log
 * @param length bytes
 * @param sha256 hex
 * @param uploadDate when these bytes arrived
 */
public record FileVersion(String fileId, String name, String blobId, long length, String sha256, Instant uploadDate) {

    /** The version that the file has now. */
    public static FileVersion of(StoredFile file) {
        return new FileVersion(file.id(), file.name(), file.blobId(), file.length(), file.sha256(), file.uploadDate());
    }

    static FileVersion of(Download handle) {
        return new FileVersion(
                handle.storedFileId(),
                handle.name(),
                handle.blobId(),
                handle.length(),
                handle.sha256(),
                handle.uploadDate());
    }

    /** A strong validator: the same bytes, the same tag. */
    public String entityTag() {
        return '"' + sha256 + '"';
    }
}
