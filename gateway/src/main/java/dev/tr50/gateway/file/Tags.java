package dev.tr50.gateway.file;

import dev.tr50.protocol.Param;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rule for tags: at most 50 of them, each 1 to 255 bytes of UTF-8. */
final class Tags {
    private static final int MOST = 50;
    private static final int MOST_BYTES = 255;

    private Tags() {}

    static Param<List<String>> param(String name, String description) {
        return Param.strings(name, description).as(Tags::valid);
    }

    private static List<String> valid(List<String> tags) {
        if (tags.size() > MOST) {
            throw new IllegalArgumentException("must be at most " + MOST + " tags, it is " + tags.size());
        }
        for (String tag : tags) {
            int bytes = tag.getBytes(StandardCharsets.UTF_8).length;
            if (bytes == 0 || bytes > MOST_BYTES) {
                throw new IllegalArgumentException("must hold tags of 1 to " + MOST_BYTES + " bytes of UTF-8");
            }
        }
        return tags;
    }
}
