package dev.tr50.gateway.thing;

import dev.tr50.protocol.Param;
import java.util.List;

/** Texts that describe a thing, none of them longer than its column. */
final class ThingTexts {
    /** Of one kind, on one thing: each has a row of its own. */
    static final int MOST_TAGS = 100;

    private static final int LONGEST = 255;

    private ThingTexts() {}

    static Param<String> text(String name, String description) {
        return Param.string(name, description).as(ThingTexts::bounded);
    }

    static Param<List<String>> tags(String name, String description) {
        return Param.strings(name, description).as(tags -> {
            if (tags.size() > MOST_TAGS) {
                throw new IllegalArgumentException("must be at most " + MOST_TAGS + " tags");
            }
            tags.forEach(ThingTexts::bounded);
            return tags;
        });
    }

    private static String bounded(String value) {
        if (value.length() > LONGEST) {
            throw new IllegalArgumentException("must be at most " + LONGEST + " characters");
        }
        return value;
    }
}
