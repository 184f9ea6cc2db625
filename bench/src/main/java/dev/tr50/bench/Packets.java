package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The MQTT 3.1.1 packets that a load generator sends, as bytes. */
final class Packets {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int SUBACK = 9;

    private static final int CLEAN_SESSION = 0x02;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;

    private Packets() {}

    /**
     * A CONNECT with a clean session and no keep-alive.
     *
     * @param user user name, or null for an anonymous connection
     * @param password password, or null; needs a user name
     */
    static byte[] connect(String clientId, String user, String password) {
        var body = new ByteArrayOutputStream();
        string(body, "MQTT");
        body.write(4);
        body.write(CLEAN_SESSION | (user == null ? 0 : USER_NAME) | (password == null ? 0 : PASSWORD));
        number(body, 0);
        string(body, clientId);
        if (user != null) {
            string(body, user);
        }
        if (password != null) {
            string(body, password);
        }
        return packet(0x10, body);
    }

    /** A SUBSCRIBE to one filter, packet id 1. */
    static byte[] subscribe(String filter, int qos) {
        var body = new ByteArrayOutputStream();
        number(body, 1);
        string(body, filter);
        body.write(qos);
        return packet(0x82, body);
    }

    /** A PUBLISH; at QoS 1 its packet id is 0 and belongs at {@link #packetIdAt}. */
    static byte[] publish(String topic, byte[] payload, int qos) {
        var body = new ByteArrayOutputStream();
        string(body, topic);
        if (qos > 0) {
            number(body, 0);
        }
        body.writeBytes(payload);
        return packet(0x30 | qos << 1, body);
    }

    /** Where in a PUBLISH of {@link #publish} the two bytes of the packet id stand. */
    static int packetIdAt(String topic, byte[] publish) {
        int lengthBytes = 1;
        while (publish[lengthBytes] < 0) {
            lengthBytes++;
        }
        return 1 + lengthBytes + 2 + topic.getBytes(UTF_8).length;
    }

    /**
     * The length of the packet that begins at a position: header and body.
     *
     * @return bytes, or -1 while the fixed header is not complete
     */
    static int lengthAt(ByteBuffer bytes, int start) {
        int body = 0;
        for (int i = 0; i < 4; i++) {
            int at = start + 1 + i;
            if (at >= bytes.limit()) {
                return -1;
            }
            byte digit = bytes.get(at);
            body |= (digit & 0x7F) << 7 * i;
            if (digit >= 0) {
                return 2 + i + body;
            }
        }
        throw new IllegalStateException("not an MQTT packet");
    }

    /** QoS of the PUBLISH that begins at a position. */
    static int qos(ByteBuffer bytes, int start) {
        return bytes.get(start) >> 1 & 3;
    }

    /** Where the payload of the PUBLISH stands that begins at a position; above QoS 0 its packet id is right before it. */
    static int payloadAt(ByteBuffer bytes, int start) {
        int topic = start + 1;
        while (bytes.get(topic++) < 0) {
            // The remaining length ends with the first byte below 128.
        }
        return topic + 2 + (bytes.getShort(topic) & 0xFFFF) + (qos(bytes, start) > 0 ? 2 : 0);
    }

    /** Where some bytes stand first between two positions, or -1. */
    static int find(ByteBuffer bytes, byte[] wanted, int from, int to) {
        for (int at = from; at <= to - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && bytes.get(at + same) == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] packet(int firstByte, ByteArrayOutputStream body) {
        var packet = new ByteArrayOutputStream();
        packet.write(firstByte);
        int rest = body.size();
        do {
            packet.write(rest % 128 | (rest >= 128 ? 0x80 : 0));
            rest /= 128;
        } while (rest > 0);
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
