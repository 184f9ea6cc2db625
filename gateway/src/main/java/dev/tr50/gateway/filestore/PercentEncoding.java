package dev.tr50.gateway.filestore;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text in a URL (RFC 3986, 2.1), as UTF-8. A plus sign is a plus sign: only forms write spaces so. */
final class PercentEncoding {
    private static final String UNRESERVED = "-._~";

    private PercentEncoding() {}

    /**
     * Decodes once. What should have been escaped and is not, stands for itself.
     *
     * @throws IllegalArgumentException when an escape is incomplete, or the bytes are no UTF-8 text
     */
    static String decode(String encoded) {
        return decode(encoded.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with the bytes that a client sent. */
    static String decode(byte[] encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                bytes.write(escaped(encoded, i));
                i += 2;
            } else {
                bytes.write(encoded[i]);
            }
        }
        return text(bytes.toByteArray());
    }

    private static int escaped(byte[] encoded, int at) {
        if (at + 2 >= encoded.length) {
            throw new IllegalArgumentException("an escape is incomplete");
        }
        int high = Character.digit(encoded[at + 1], 16);
        int low = Character.digit(encoded[at + 2], 16);
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException("an escape has other characters than hexadecimal digits");
        }
        return high << 4 | low;
    }

    /** @throws IllegalArgumentException when the bytes are no UTF-8 text */
    static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8", e);
        }
    }

    /** Escapes everything that means something in a URL. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
