package dev.tr50.gateway.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Packets of MQTT as bytes. */
final class Mqtt {
    static final byte[] PINGREQ = {(byte) 0xC0, 0};
    static final byte[] PINGRESP = {(byte) 0xD0, 0};
    static final byte[] DISCONNECT = {(byte) 0xE0, 0};

    private Mqtt() {}

    /** User {@code pump-17}, password {@code secret}, clean session. */
    static byte[] connect(int level, String clientId, int keepAliveSeconds) {
        return connect(level, clientId, keepAliveSeconds, "secret");
    }

    static byte[] connect(int level, String clientId, int keepAliveSeconds, String password) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, level == 3 ? "MQIsdp" : "MQTT");
        body.write(level);
        body.write(0xC2);
        body.write(keepAliveSeconds >> 8);
        body.write(keepAliveSeconds);
        if (level == 5) {
            body.write(0);
        }
        text(body, clientId);
        text(body, "pump-17");
        text(body, password);
        return packet(0x10, body.toByteArray());
    }

    /** A command at QoS 0. */
    static byte[] publish(String topic, byte[] payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        body.writeBytes(payload);
        return packet(0x30, body.toByteArray());
    }

    static byte[] publish(String topic, String payload) {
        return publish(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** The payload of a PUBLISH of MQTT 3.1.1 at QoS 0. */
    static String payload(byte[] publish) {
        int at = 1;
        while ((publish[at] & 0x80) != 0) {
            at++;
        }
        int topicLength = (publish[at + 1] & 0xFF) << 8 | publish[at + 2] & 0xFF;
        return new String(Arrays.copyOfRange(publish, at + 3 + topicLength, publish.length), StandardCharsets.UTF_8);
    }

    private static byte[] packet(int first, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.length;
        do {
            packet.write(rest > 127 ? rest % 128 | 128 : rest);
            rest /= 128;
        } while (rest > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
