package dev.tr50.storage;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids of 24 lowercase hexadecimal digits: 96 random bits, so that nobody guesses one and no two meet. */
public final class ObjectId {

    private static final int BYTES = 12;
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();

    private ObjectId() {}

    /** A new id. */
    public static String next() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return HEX.formatHex(bits);
    }

    /** Whether {@code text} has the form of an id. */
    public static boolean isObjectId(String text) {
        return text.length() == 2 * BYTES && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }
}
