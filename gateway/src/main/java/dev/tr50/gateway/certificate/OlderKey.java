package dev.tr50.gateway.certificate;

import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.util.Arrays;

/**
 * Private keys as they were written before PKCS #8 and by many tools still are (PKCS #1 for RSA, SEC 1 for EC).
 *
 * <p>PKCS #8 is the same bytes with the algorithm in front, and the algorithm stands in the public key (RFC 5208, RFC 5280).
 */
final class OlderKey {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int LONG_FORM = 0x80;

    private OlderKey() {}

    static byte[] toPkcs8(byte[] key, PublicKey owner) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(element(INTEGER, new byte[] {0}));
        content.writeBytes(algorithmOf(owner.getEncoded()));
        content.writeBytes(element(OCTET_STRING, key));
        return element(SEQUENCE, content.toByteArray());
    }

    /** The first element inside a SubjectPublicKeyInfo. */
    private static byte[] algorithmOf(byte[] publicKey) {
        int start = headerLength(publicKey, 0);
        int end = start + headerLength(publicKey, start) + contentLength(publicKey, start);
        return Arrays.copyOfRange(publicKey, start, end);
    }

    private static int headerLength(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return first < LONG_FORM ? 2 : 2 + (first - LONG_FORM);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - LONG_FORM; i++) {
            length = length << 8 | der[at + 2 + i] & 0xFF;
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        if (content.length < LONG_FORM) {
            der.write(content.length);
        } else {
            int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
            der.write(LONG_FORM | octets);
            for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
                der.write(content.length >> shift);
            }
        }
        der.writeBytes(content);
        return der.toByteArray();
    }
}
