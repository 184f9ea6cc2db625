package dev.tr50.storage;

import java.time.Instant;
import java.util.List;

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
 * @param fileClass or null
 * @param format or null
 * @param time seconds, or null
 * @param metadata a JSON text, or null
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
        String fileClass,
        String format,
        Double time,
        String metadata) {

    public StoredFile {
        tags = List.copyOf(tags);
        secTags = List.copyOf(secTags);
    }
}
