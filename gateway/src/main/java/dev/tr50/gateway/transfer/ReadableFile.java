package dev.tr50.gateway.transfer;

import dev.tr50.storage.BasicAuth;
import dev.tr50.storage.Download;
import dev.tr50.storage.StoredFile;

/**
 * What an id in a URL lets its holder read.
 *
 * @param handle the id of the download handle, or null for a public file read by its own id
 * @param basicAuth what protects it, or null
 */
record ReadableFile(String handle, FileVersion version, BasicAuth basicAuth) {

    static ReadableFile of(Download handle) {
        return new ReadableFile(handle.fileId(), FileVersion.of(handle), handle.basicAuth());
    }

    static ReadableFile of(StoredFile file) {
        return new ReadableFile(null, FileVersion.of(file), file.basicAuth());
    }
}
