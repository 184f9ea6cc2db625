package dev.tr50.gateway.definition;

import java.nio.charset.StandardCharsets;

/**
 * The rule for keys of properties, attributes, alarms and methods: 1 to 128 bytes without control characters and without what
 * would be read as part of a topic. Documentation allows fewer, real devices use these.
 */
public final class DataKey {
    private static final int LONGEST = 128;

    private DataKey() {}

    /** Whether a text follows the rule. */
    public static boolean isValid(String text) {
        return !text.isEmpty()
                && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                && text.chars().noneMatch(DataKey::isForbidden);
    }

    /** @throws IllegalArgumentException with the rule in words */
    public static String valid(String key) {
        if (!isValid(key)) {
            throw new IllegalArgumentException("must be 1 to 128 bytes without control characters, '/', '+' and '#'");
        }
        return key;
    }

    private static boolean isForbidden(int c) {
        return Character.isISOControl(c) || c == '/' || c == '+' || c == '#';
    }
}
