package dev.tr50.storage;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A file as it is now.
 *
 * @param id stays the same when the file is replaced
 * @param blobId where the bytes are; another one after every replacement
 * @param length bytes
 * @param crc32 IEEE CRC-32 of the bytes, unsigned
 * @param sha256 hex
 * @param uploadDate when these bytes arrived, in milliseconds precision
 * @param basicAuth or null
 * @param description what the Filestore API says of it; stays the same when TR50 replaces the file
 */
public record StoredFile(
        String id,
        Scope scope,
        String name,
        String blobId,
        long length,
        long crc32,
        String sha256,
        Instant uploadDate,
        List<String> tags,
        List<String> secTags,
        boolean isPublic,
        BasicAuth basicAuth,
        FileDescription description) {

    public StoredFile {
        tags = List.copyOf(tags);
        secTags = List.copyOf(secTags);
        Objects.requireNonNull(description, "description");
    }

    StoredFile with(FileDescription newDescription) {
        return new StoredFile(
                id,
                scope,
                name,
                blobId,
                length,
                crc32,
                sha256,
                uploadDate,
                tags,
                secTags,
                isPublic,
                basicAuth,
                newDescription);
    }
}
