package dev.tr50.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes in the making. Whole numbers take as few of them as they need. */
final class Bytes {

    private static final int SEVEN_BITS = 7;
    private static final long MORE = 0x80;

    private byte[] content;
    private int length;

    Bytes(int capacity) {
        content = new byte[capacity];
    }

    /** A number; short when it is small and not negative. */
    Bytes number(long number) {
        room(Long.BYTES + 2);
        long rest = number;
        while (rest >>> SEVEN_BITS != 0) {
            content[length++] = (byte) (rest | MORE);
            rest >>>= SEVEN_BITS;
        }
        content[length++] = (byte) rest;
        return this;
    }

    /** A number; short when it is near zero. */
    Bytes signed(long number) {
        return number(number << 1 ^ number >> Long.SIZE - 1);
    }

    /** A number in eight bytes. */
    Bytes fixed(long number) {
        room(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            content[length++] = (byte) (number >>> shift);
        }
        return this;
    }

    /** Bytes without their number. */
    Bytes raw(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, content, length, bytes.length);
        length += bytes.length;
        return this;
    }

    Bytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return number(bytes.length).raw(bytes);
    }

    private void room(int more) {
        if (content.length - length < more) {
            content = Arrays.copyOf(content, Math.max(length + more, content.length + content.length / 2));
        }
    }

    int length() {
        return length;
    }

    byte[] toArray() {
        return Arrays.copyOf(content, length);
    }

    /** What has been written so far, to be read while nothing more is written. */
    BytesReader reader() {
        return new BytesReader(content, 0, length);
    }
}
