package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.HttpRefused;
import java.util.Locale;
import java.util.Map;

/**
 * What a part of a form says of itself in {@code Content-Disposition} (RFC 7578, 4.2).
 *
 * @param name of the field; empty when it has none
 * @param fileName what the client calls the file that the part holds, or null when the part says nothing of a file
 */
record PartHeader(String name, String fileName) {
    private static final String UTF_8 = "utf-8''";

    /** A part that says nothing. */
    static final PartHeader NONE = new PartHeader("", null);

    /**
     * Reads the header.
     *
     * @throws HttpRefused status 400 when it cannot be read
     */
    static PartHeader of(String contentDisposition) {
        try {
            Map<String, String> parameters = HeaderParameters.of(contentDisposition);
            return new PartHeader(parameters.getOrDefault("name", ""), fileName(parameters));
        } catch (IllegalArgumentException e) {
            throw HttpRefused.malformed("the header of a part: " + e.getMessage());
        }
    }

    /** The extended form (RFC 8187) is for other places, but says exactly what it means where it is used all the same. */
    private static String fileName(Map<String, String> parameters) {
        String extended = parameters.getOrDefault("filename*", "");
        if (extended.toLowerCase(Locale.ROOT).startsWith(UTF_8)) {
            return PercentEncoding.decode(extended.substring(UTF_8.length()));
        }
        String plain = parameters.get("filename");
        return plain == null ? null : unescape(plain);
    }

    /** The three characters that the HTML standard has clients escape; everything else, other escapes included, is meant literally. */
    private static String unescape(String fileName) {
        return fileName.replace("%22", "\"").replaceAll("(?i)%0D", "\r").replaceAll("(?i)%0A", "\n");
    }
}
