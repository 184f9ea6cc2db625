package dev.tr50.gateway.thing;

import java.util.regex.Pattern;

/**
 * The rule for the public identifier of a thing: letters, digits and {@code _ . : -}, 1 to 128 of them. Documentation allows
 * fewer, real devices use these; {@code / + #} would be read as parts of a topic and {@code @} marks a user.
 */
public final class ThingKey {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    private ThingKey() {}

    /** Whether a text follows the rule. */
    public static boolean isValid(String key) {
        return RULE.matcher(key).matches();
    }

    /** @throws IllegalArgumentException with the rule in words */
    public static String valid(String key) {
        if (key.startsWith("@")) {
            throw new IllegalArgumentException("names an alias of mailboxes, which are not supported");
        }
        if (!isValid(key)) {
            throw new IllegalArgumentException("must be 1 to 128 letters, digits, '_', '.', ':' or '-'");
        }
        return key;
    }
}
