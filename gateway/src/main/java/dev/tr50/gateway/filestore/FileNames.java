package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.HttpRefused;
import java.nio.charset.StandardCharsets;

/**
 * The names of files: which ones may be made here, and how they stand in a path.
 *
 * <p>By TR50 commands files can have names that are not made here, with a slash for instance. They are read, replaced and deleted
 * here all the same, with {@code %2F} for the slash.
 */
final class FileNames {
    private static final int MOST_BYTES = 255;
    private static final char REPLACEMENT = '\ufffd';

    private FileNames() {}

    /**
     * The name that an upload gives its file: what follows the last slash.
     *
     * @param fileName what the client calls the file it read, or null
     * @throws HttpRefused status 400 when there is none, or it may not be made
     */
    static String ofUpload(String fileName) {
        String name = fileName == null ? "" : fileName.substring(fileName.lastIndexOf('/') + 1);
        if (name.isEmpty()) {
            throw HttpRefused.with(400, "missing file name");
        }
        if (name.indexOf(REPLACEMENT) >= 0) {
            throw invalid("is not UTF-8");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw invalid("is longer than " + MOST_BYTES + " bytes");
        }
        if (name.startsWith(".")) {
            throw invalid("begins with a dot");
        }
        if (name.indexOf('\\') >= 0) {
            throw invalid("has a backslash");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw invalid("has a control character");
        }
        return name;
    }

    /**
     * The name that a segment of a path stands for, of whatever file. Some clients, curl among them, send UTF-8 there without escaping
     * it.
     *
     * @param segment each character a byte that the client sent, as the HTTP server reads paths
     * @throws HttpRefused status 400 when it stands for no text
     */
    static String inPath(String segment) {
        try {
            return PercentEncoding.decode(segment.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw invalid("in the path cannot be read: " + e.getMessage());
        }
    }

    private static HttpRefused invalid(String why) {
        return HttpRefused.with(400, "invalid query parameters: the file name " + why);
    }
}
