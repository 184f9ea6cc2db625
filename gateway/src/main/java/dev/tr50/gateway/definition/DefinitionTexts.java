package dev.tr50.gateway.definition;

import dev.tr50.protocol.JsonValue;
import dev.tr50.protocol.Param;
import java.util.List;

/** What a definition says in words, none of it longer than its column. */
final class DefinitionTexts {
    private static final int LONGEST = 1024;
    private static final int LONGEST_DESCRIPTION = 65_535;
    private static final int LONGEST_VALUE = 1_000_000;

    private DefinitionTexts() {}

    static Param<String> text(String name, String description) {
        return Param.string(name, description).as(text -> bounded(text, LONGEST));
    }

    static Param<String> textOf(String name, String description) {
        return Param.textOf(name, description).as(text -> bounded(text, LONGEST));
    }

    static Param<String> description(String name, String description) {
        return Param.string(name, description).as(text -> bounded(text, LONGEST_DESCRIPTION));
    }

    static Param<String> value(String name, String description) {
        return Param.textOf(name, description).as(text -> bounded(text, LONGEST_VALUE));
    }

    static Param<List<String>> texts(String name, String description) {
        return Param.strings(name, description).as(texts -> {
            texts.forEach(text -> bounded(text, LONGEST));
            return texts;
        });
    }

    /** JSON that is kept as text. */
    static Param<String> kept(Param<JsonValue> param) {
        return param.as(JsonValue::toString).as(text -> bounded(text, LONGEST_VALUE));
    }

    private static String bounded(String text, int longest) {
        if (text.length() > longest) {
            throw new IllegalArgumentException("must be at most " + longest + " characters");
        }
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("must not hold the character U+0000");
        }
        return text;
    }
}
