package dev.tr50.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link Bytes} wrote. Bytes that are none of its making end in an {@link IndexOutOfBoundsException}. */
final class BytesReader {

    private static final int SEVEN_BITS = 7;
    private static final int LOW = 0x7f;

    private final byte[] content;
    private final int end;
    private int at;

    BytesReader(byte[] content) {
        this(content, 0, content.length);
    }

    BytesReader(byte[] content, int begin, int end) {
        this.content = content;
        this.at = begin;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    long number() {
        long number = 0;
        int shift = 0;
        byte next;
        do {
            next = content[at++];
            number |= (long) (next & LOW) << shift;
            shift += SEVEN_BITS;
        } while (next < 0);
        return number;
    }

    long signed() {
        long number = number();
        return number >>> 1 ^ -(number & 1);
    }

    long fixed() {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << Byte.SIZE | Byte.toUnsignedLong(content[at++]);
        }
        return number;
    }

    byte[] raw(int length) {
        if (length < 0 || length > end - at) {
            throw new IndexOutOfBoundsException(length);
        }
        at += length;
        return Arrays.copyOfRange(content, at - length, at);
    }

    /** Everything up to the end. */
    byte[] rest() {
        return raw(end - at);
    }

    String text() {
        return new String(raw((int) number()), StandardCharsets.UTF_8);
    }
}
