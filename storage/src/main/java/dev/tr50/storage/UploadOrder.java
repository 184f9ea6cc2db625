package dev.tr50.storage;

import java.util.List;

/**
 * What a file shall be once its bytes have arrived.
 *
 * @param crc32 unsigned CRC-32 that was promised, or null; kept for the caller, who compares it
 * @param basicAuth or null
 */
public record UploadOrder(
        String fileName, boolean isPublic, Long crc32, List<String> tags, List<String> secTags, BasicAuth basicAuth) {

    public UploadOrder {
        tags = List.copyOf(tags);
        secTags = List.copyOf(secTags);
    }

    /** A private file with a name and nothing else. */
    public static UploadOrder named(String fileName) {
        return new UploadOrder(fileName, false, null, List.of(), List.of(), null);
    }
}
