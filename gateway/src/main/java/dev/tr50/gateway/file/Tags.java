package dev.tr50.gateway.file;

import dev.tr50.protocol.Param;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rule for tags: at most 50 of them, each 1 to 255 bytes of UTF-8 without control characters, at most 2048 bytes together.
 * Every tag stands in eight indexes, so tags are what makes a record large.
 */
final class Tags {
    private static final int MOST = 50;
    private static final int MOST_BYTES = 255;
    private static final int MOST_BYTES_TOGETHER = 2048;

    private Tags() {}

    static Param<List<String>> param(String name, String description) {
        return Param.strings(name, description).as(Tags::valid);
    }

    private static List<String> valid(List<String> tags) {
        if (tags.size() > MOST) {
            throw new IllegalArgumentException("must be at most " + MOST + " tags, it is " + tags.size());
        }
        int together = 0;
        for (String tag : tags) {
            int bytes = tag.getBytes(StandardCharsets.UTF_8).length;
            if (bytes == 0 || bytes > MOST_BYTES) {
                throw new IllegalArgumentException("must hold tags of 1 to " + MOST_BYTES + " bytes of UTF-8");
            }
            if (tag.codePoints().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("must hold tags without control characters");
            }
            together += bytes;
        }
        if (together > MOST_BYTES_TOGETHER) {
            throw new IllegalArgumentException(
                    "must be at most " + MOST_BYTES_TOGETHER + " bytes together, it is " + together);
        }
        return tags;
    }
}
