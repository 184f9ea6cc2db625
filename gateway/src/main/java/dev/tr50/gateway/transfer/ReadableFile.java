package dev.tr50.gateway.transfer;

import dev.tr50.storage.BasicAuth;
import dev.tr50.storage.Download;
import dev.tr50.storage.StoredFile;

/**
 * One version of a file that may be read.
 *
 * @param handle the id of the download handle, or null for a public file read by its own id
 * @param storedFileId the id of the file itself
 * @param basicAuth what protects it, or null
 */
record ReadableFile(
        String handle,
        String storedFileId,
        String name,
        String blobId,
        long length,
        String sha256,
        BasicAuth basicAuth) {

    static ReadableFile of(Download handle) {
        return new ReadableFile(
                handle.fileId(),
                handle.storedFileId(),
                handle.name(),
                handle.blobId(),
                handle.length(),
                handle.sha256(),
                handle.basicAuth());
    }

    static ReadableFile of(StoredFile file) {
        return new ReadableFile(
                null, file.id(), file.name(), file.blobId(), file.length(), file.sha256(), file.basicAuth());
    }

    /** A strong validator: the same bytes, the same tag. */
    String entityTag() {
        return '"' + sha256 + '"';
    }
}
