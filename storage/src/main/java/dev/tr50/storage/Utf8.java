package dev.tr50.storage;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Names and tags as the bytes they are stored and ordered by. Byte order of UTF-8 is code point order, which Java's own
 * string order (UTF-16 units) and a database's collation are not.
 */
final class Utf8 {

    private Utf8() {}

    /** @throws IllegalArgumentException for half a surrogate pair, which has no UTF-8 form */
    static byte[] bytes(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Not a Unicode text: half a surrogate pair", e);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
