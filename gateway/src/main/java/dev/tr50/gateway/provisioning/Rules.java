package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.thing.ThingKey;
import java.util.Locale;
import java.util.regex.Pattern;

/** What names, addresses, keys and passwords must be. What takes a member's name refuses what it must not be with status 400. */
public final class Rules {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_ADDRESS = 254;
    private static final int SHORTEST_KEY = 5;
    private static final int LONGEST_KEY = 1024;
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 1024;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");

    private static final Pattern GROUP_KEY = Pattern.compile("[A-Z0-9_-]{1,64}");

    private Rules() {}

    /** Whether a text is a name for people: 1 to 255 characters, not all blank, none of them a control character. */
    public static boolean isName(String value) {
        return !value.isBlank()
                && value.length() <= LONGEST_NAME
                && value.chars().noneMatch(Character::isISOControl);
    }

    /** Whether a text is an e-mail address that a user can have. */
    public static boolean isAddress(String value) {
        return value.length() <= LONGEST_ADDRESS && ADDRESS.matcher(value).matches();
    }

    /**
     * A text that can become a password: 8 to 1024 characters, not all blank, and none of the passwords that most people have.
     *
     * @throws IllegalArgumentException with what it must be, to be read behind the name of what it is for
     */
    public static String password(String value) {
        if (value.isBlank() || value.length() < SHORTEST_PASSWORD || value.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException(
                    "must be " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters, not all of them blank");
        }
        if (CommonPasswords.contains(value)) {
            throw new IllegalArgumentException("must not be one of the passwords that everybody guesses first");
        }
        return value;
    }

    /** Whether a text is the key of a group: 1 to 64 capitals, digits, {@code _} and {@code -}. */
    public static boolean isGroupKey(String value) {
        return GROUP_KEY.matcher(value).matches();
    }

    /** The key that a group with this name has when it is given none; not always {@linkplain #isGroupKey a key}. */
    public static String groupKey(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_-]+", "_");
    }

    static <T> T given(String member, T value) {
        if (value == null) {
            throw HttpRefused.malformed(member + " is missing");
        }
        return value;
    }

    /** A text that people read. */
    static String name(String member, String value) {
        given(member, value);
        if (!isName(value)) {
            throw HttpRefused.malformed(
                    member + " must be 1 to " + LONGEST_NAME + " characters, not all blank and no control characters");
        }
        return value;
    }

    static String address(String member, String value) {
        given(member, value);
        if (!isAddress(value)) {
            throw HttpRefused.malformed(member + " is no e-mail address");
        }
        return value;
    }

    /** One that somebody may have been given before there were rules; nothing that no user could have. */
    static String someAddress(String member, String value) {
        given(member, value);
        int at = value.indexOf('@');
        if (at < 1 || at == value.length() - 1 || value.length() > 1024) {
            throw HttpRefused.malformed(member + " is no e-mail address");
        }
        return value;
    }

    static String somePassword(String member, String value) {
        given(member, value);
        if (value.isEmpty()) {
            throw HttpRefused.malformed(member + " is empty");
        }
        return value;
    }

    static String newPassword(String member, String value) {
        given(member, value);
        try {
            return password(value);
        } catch (IllegalArgumentException e) {
            throw HttpRefused.malformed(member + " " + e.getMessage());
        }
    }

    static String thingKey(String member, String value) {
        if (!ThingKey.isValid(value)) {
            throw HttpRefused.malformed(member + " must be 1 to 128 letters, digits, '_', '.', ':' or '-'");
        }
        return value;
    }

    /** A key that opens a thing: it travels in a header, so it is made of what a header carries unchanged. Null stays null. */
    static String key(String member, String value) {
        if (value == null) {
            return null;
        }
        boolean visible = value.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (!visible || value.length() < SHORTEST_KEY || value.length() > LONGEST_KEY) {
            throw HttpRefused.malformed(member + " must be " + SHORTEST_KEY + " to " + LONGEST_KEY
                    + " visible ASCII characters without blanks");
        }
        return value;
    }

    /** The identifier of a thing is known to many, so it must never open it. */
    static void secret(String member, String value, String thingKey) {
        if (thingKey.equals(value)) {
            throw HttpRefused.malformed(member + " must not be the thing_key, which is public");
        }
    }
}
