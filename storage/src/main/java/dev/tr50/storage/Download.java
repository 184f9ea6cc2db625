package dev.tr50.storage;

import java.time.Instant;

/**
 * A handle by which one version of a file may be read: what it says stays true when the file is replaced.
 *
 * @param fileId the handle
 * @param storedFileId {@link StoredFile#id()} of the file
 * @param basicAuth or null
 */
public record Download(
        String fileId,
        Scope scope,
        String storedFileId,
        String name,
        String blobId,
        long length,
        long crc32,
        String sha256,
        Instant uploadDate,
        BasicAuth basicAuth,
        Instant expiresAt) {}
