package dev.tr50.broker;

import dev.tr50.broker.PropertyRules.Place;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * What the bytes of a client's MQTT 5 packets must look like, as far as the decoder is more patient than the standard:
 * it takes reserved flags, properties that occur twice or belong elsewhere, and strings that are not UTF-8.
 */
final class PacketRules {

    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PUBREC = 5;
    private static final int PUBREL = 6;
    private static final int PUBCOMP = 7;
    private static final int SUBSCRIBE = 8;
    private static final int UNSUBSCRIBE = 10;
    private static final int PINGREQ = 12;
    private static final int DISCONNECT = 14;
    private static final int AUTH = 15;

    private static final byte[] SHARE = "$share/".getBytes(StandardCharsets.UTF_8);
    private static final int NO_LOCAL = 0x04;
    private static final int MAX_QOS = 2;

    private final PacketCursor cursor = new PacketCursor();

    /**
     * Checks one packet.
     *
     * @param header the first byte of the fixed header
     * @throws Violation when a rule is broken
     */
    void check(int header, ByteBuf buffer, int from, int to) {
        cursor.over(buffer, from, to);
        int flags = header & 0x0F;
        switch (header >> 4) {
            case PUBLISH -> publish(flags);
            case CONNECT -> connect(flags);
            case PUBACK, PUBREC, PUBCOMP -> acknowledgement(flags, 0);
            case PUBREL -> acknowledgement(flags, 2);
            case SUBSCRIBE -> subscribe(flags);
            case UNSUBSCRIBE -> unsubscribe(flags);
            case PINGREQ -> ping(flags);
            case DISCONNECT -> reasoned(flags, Place.DISCONNECT);
            case AUTH -> reasoned(flags, Place.AUTH);
            default -> throw Violation.protocolError("a packet that no client sends");
        }
    }

    private static void require(boolean valid, String otherwise) {
        if (!valid) {
            throw Violation.malformed(otherwise);
        }
    }

    private static void requireFlags(int flags, int expected) {
        require(flags == expected, "reserved flags");
    }

    private void connect(int flags) {
        requireFlags(flags, 0);
        cursor.text();
        cursor.octet();
        int connect = cursor.octet();
        require((connect & 1) == 0, "reserved flags");
        boolean will = (connect & 4) != 0;
        int willQos = connect >> 3 & 3;
        require(willQos <= MAX_QOS && (will || (connect & 0x38) == 0), "will flags that contradict each other");
        cursor.twoOctets();
        PropertyRules.check(cursor, Place.CONNECT);
        cursor.text();
        if (will) {
            PropertyRules.check(cursor, Place.WILL);
            cursor.text();
            cursor.skipBinary();
        }
        if ((connect & 0x80) != 0) {
            cursor.text();
        }
        if ((connect & 0x40) != 0) {
            cursor.skipBinary();
        }
        cursor.requireEnd();
    }

    private void publish(int flags) {
        int qos = flags >> 1 & 3;
        boolean repeated = (flags & 8) != 0;
        require(qos <= MAX_QOS && !(qos == 0 && repeated), "publish flags that contradict each other");
        cursor.text();
        if (qos > 0) {
            cursor.twoOctets();
        }
        PropertyRules.check(cursor, Place.PUBLISH);
    }

    private void acknowledgement(int flags, int expected) {
        requireFlags(flags, expected);
        cursor.twoOctets();
        reasonAndProperties(Place.ACKNOWLEDGEMENT);
    }

    private void reasoned(int flags, Place place) {
        requireFlags(flags, 0);
        reasonAndProperties(place);
    }

    /** Both may be left out when they say nothing. */
    private void reasonAndProperties(Place place) {
        if (cursor.left() > 0) {
            cursor.octet();
        }
        if (cursor.left() > 0) {
            PropertyRules.check(cursor, place);
        }
        cursor.requireEnd();
    }

    private void subscribe(int flags) {
        requireFlags(flags, 2);
        cursor.twoOctets();
        PropertyRules.check(cursor, Place.SUBSCRIBE);
        requireFilter();
        while (cursor.left() > 0) {
            int start = cursor.text();
            boolean shared = cursor.startsWith(start, SHARE);
            int options = cursor.octet();
            require((options & 0xC0) == 0, "reserved subscription options");
            require((options & 3) <= MAX_QOS && (options >> 4) <= 2, "subscription options that do not exist");
            if (shared && (options & NO_LOCAL) != 0) {
                throw Violation.protocolError("a shared subscription without local messages");
            }
        }
    }

    private void unsubscribe(int flags) {
        requireFlags(flags, 2);
        cursor.twoOctets();
        PropertyRules.check(cursor, Place.UNSUBSCRIBE);
        requireFilter();
        while (cursor.left() > 0) {
            cursor.text();
        }
    }

    private void requireFilter() {
        if (cursor.left() == 0) {
            throw Violation.protocolError("no topic filter");
        }
    }

    private void ping(int flags) {
        requireFlags(flags, 0);
        cursor.requireEnd();
    }
}
