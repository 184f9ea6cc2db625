package dev.tr50.broker;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.function.IntConsumer;

/**
 * Follows a client's packets as their bytes pass, however these are cut, and points at the packet ids that begin with a
 * zero byte. Where bytes are not MQTT it may lose its way, but never stops; that is for the decoder to tell.
 */
final class PacketScan {

    private static final int MAX_LENGTH_SHIFT = 21;

    /** What the next byte is. */
    private enum Place {
        HEADER,
        LENGTH,
        TEXT_LENGTH_HIGH,
        TEXT_LENGTH_LOW,
        ID_HIGH,
        ID_LOW
    }

    private Place place = Place.HEADER;
    private MqttMessageType answer;
    private boolean connect;
    private int connectNameLength = -1;
    private int header;
    private int shift;
    private int left;
    private int skip;
    private int high;

    /** @param ids is given the index of the second byte of each packet id whose first is 0 */
    void over(ByteBuf bytes, IntConsumer ids) {
        int index = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (index < end) {
            int skipped = Math.min(skip, end - index);
            if (skipped > 0) {
                skip -= skipped;
                index += skipped;
            } else {
                take(bytes.getUnsignedByte(index), index, ids);
                index++;
            }
        }
    }

    /** The length of the protocol's name in CONNECT, -1 before that is known. */
    int connectNameLength() {
        return connectNameLength;
    }

    /** What answers the packet of the id that is pointed at. */
    MqttMessageType answer() {
        return answer;
    }

    private void take(int octet, int index, IntConsumer ids) {
        switch (place) {
            case HEADER -> {
                header = octet;
                left = 0;
                shift = 0;
                place = Place.LENGTH;
            }
            case LENGTH -> length(octet);
            case TEXT_LENGTH_HIGH -> {
                high = octet;
                next(Place.TEXT_LENGTH_LOW);
            }
            case TEXT_LENGTH_LOW -> textLength(high << Byte.SIZE | octet);
            case ID_HIGH -> {
                high = octet;
                next(Place.ID_LOW);
            }
            default -> {
                if (high == 0) {
                    ids.accept(index);
                }
                next(Place.HEADER);
            }
        }
    }

    private void length(int octet) {
        left |= (octet & 0x7F) << shift;
        shift += 7;
        if (octet < 0x80 || shift > MAX_LENGTH_SHIFT) {
            begin();
        }
    }

    private void begin() {
        int qos = header >> 1 & 3;
        connect = connectNameLength < 0;
        answer = answerTo(MqttMessageType.valueOf(Math.max(1, header >> 4)), qos);
        boolean textFirst = connect || header >> 4 == MqttMessageType.PUBLISH.value() && qos > 0;
        Place first = textFirst ? Place.TEXT_LENGTH_HIGH : answer == null ? Place.HEADER : Place.ID_HIGH;
        go(first);
    }

    private static MqttMessageType answerTo(MqttMessageType type, int qos) {
        return switch (type) {
            case PUBLISH -> qos == 0 ? null : qos == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC;
            case PUBREL -> MqttMessageType.PUBCOMP;
            case SUBSCRIBE -> MqttMessageType.SUBACK;
            case UNSUBSCRIBE -> MqttMessageType.UNSUBACK;
            default -> null;
        };
    }

    private void textLength(int length) {
        left--;
        if (connect) {
            connectNameLength = length;
            go(Place.HEADER);
        } else {
            skip = Math.min(length, left);
            left -= skip;
            go(Place.ID_HIGH);
        }
    }

    private void next(Place following) {
        left--;
        go(following);
    }

    /** On to a place in this packet, or to the next packet when this one has no more bytes. */
    private void go(Place following) {
        if (following == Place.HEADER || left <= 0) {
            skip += Math.max(0, left);
            place = Place.HEADER;
        } else {
            place = following;
        }
    }
}
