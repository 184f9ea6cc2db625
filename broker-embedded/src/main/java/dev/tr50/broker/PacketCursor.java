package dev.tr50.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;

/** Walks over the fields of one packet without taking them out of their buffer. Used again for each packet. */
final class PacketCursor {

    private static final ByteProcessor ASCII_WITHOUT_NULL = value -> value > 0;
    private static final int MAX_VARIABLE_BYTES = 4;

    private ByteBuf buffer;
    private int at;
    private int end;

    void over(ByteBuf newBuffer, int from, int to) {
        buffer = newBuffer;
        at = from;
        end = to;
    }

    int position() {
        return at;
    }

    int left() {
        return end - at;
    }

    private int take(int bytes) {
        if (bytes > left()) {
            throw Violation.malformed("a field ends after its packet");
        }
        int start = at;
        at += bytes;
        return start;
    }

    int octet() {
        return buffer.getUnsignedByte(take(1));
    }

    int twoOctets() {
        return buffer.getUnsignedShort(take(2));
    }

    long fourOctets() {
        return buffer.getUnsignedInt(take(4));
    }

    /** [MQTT-1.5.5-1]: no more bytes than the number needs. */
    int variableNumber() {
        int value = 0;
        for (int i = 0; i < MAX_VARIABLE_BYTES; i++) {
            int octet = octet();
            value |= (octet & 0x7F) << 7 * i;
            if (octet < 0x80) {
                if (octet == 0 && i > 0) {
                    throw Violation.malformed("a number is longer than it needs to be");
                }
                return value;
            }
        }
        throw Violation.malformed("a number does not end");
    }

    void skipBinary() {
        take(twoOctets());
    }

    /** Goes over a string and returns where it starts. [MQTT-1.5.4-1], [MQTT-1.5.4-2] */
    int text() {
        int length = twoOctets();
        int start = take(length);
        if (buffer.forEachByte(start, length, ASCII_WITHOUT_NULL) >= 0) {
            requireText(start, length);
        }
        return start;
    }

    private void requireText(int start, int length) {
        boolean hasNull = buffer.indexOf(start, start + length, (byte) 0) >= 0;
        if (hasNull || !ByteBufUtil.isText(buffer, start, length, StandardCharsets.UTF_8)) {
            throw Violation.malformed("a string is not UTF-8 or holds a null character");
        }
    }

    /** Whether the text between there and here begins so. */
    boolean startsWith(int start, byte[] prefix) {
        if (at - start < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (buffer.getByte(start + i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text between there and here holds a wildcard. */
    boolean hasWildcard(int start) {
        return buffer.indexOf(start, at, (byte) '+') >= 0 || buffer.indexOf(start, at, (byte) '#') >= 0;
    }

    void requireEnd() {
        if (left() > 0) {
            throw Violation.malformed("a packet is longer than its fields");
        }
    }
}
