package dev.tr50.gateway.websocket;

import dev.tr50.gateway.field.MqttBytes;
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
        byte[] properties = level == 5 ? new byte[] {0} : new byte[0];
        return MqttBytes.packet(
                0x10,
                level == 3 ? "MQIsdp" : "MQTT",
                level,
                0xC2,
                keepAliveSeconds >> 8,
                keepAliveSeconds & 0xFF,
                properties,
                clientId,
                "pump-17",
                password);
    }

    /** A command at QoS 0. */
    static byte[] publish(String topic, byte[] payload) {
        return MqttBytes.packet(0x30, topic, payload);
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
}
