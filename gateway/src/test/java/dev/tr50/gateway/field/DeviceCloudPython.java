package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * What device-cloud-python puts on the wire: MQTT 3.1.1 through paho, a clean session, client id and user name both the thing
 * key, requests at QoS 1 under numbers of four digits and more, never a subscription.
 */
final class DeviceCloudPython implements AutoCloseable {
    private static final int PUBACK = 0x40;
    private static final JsonMapper JSON = new JsonMapper();

    private final MqttBytes mqtt;
    private int number = 1;
    private int packetId = 1;
    private int acknowledged;
    private int notices;

    private DeviceCloudPython(MqttBytes mqtt) {
        this.mqtt = mqtt;
    }

    static byte[] connect(String thingKey, String token) {
        return MqttBytes.packet(0x10, "MQTT", 4, 0xC2, 0, 60, thingKey, thingKey, token);
    }

    /** Is let in. */
    static DeviceCloudPython connected(MqttBytes mqtt, String thingKey, String token) throws IOException {
        mqtt.send(connect(thingKey, token));
        assertThat(mqtt.bytes(4)).isEqualTo("20 02 00 00");
        return new DeviceCloudPython(mqtt);
    }

    MqttBytes mqtt() {
        return mqtt;
    }

    /** Goes on counting from here. */
    DeviceCloudPython from(int next) {
        number = next;
        return this;
    }

    /** Publishes under the next number, which it returns as it stands in the topic. */
    String ask(String json) throws IOException {
        String mine = String.format(Locale.ROOT, "%04d", number++);
        mqtt.send(0x32, "api/" + mine, packetId >> 8, packetId & 0xFF, MqttBytes.utf8(json));
        packetId++;
        return mine;
    }

    /** Waits until it is told that mail waits, unless it has been already. */
    void awaitNotice() throws IOException {
        while (notices == 0) {
            notice(MqttBytes.Publish.of(nextButAcknowledgements()));
        }
        notices = 0;
    }

    /** Its network thread takes every payload for JSON before it looks at the topic. */
    private void notice(MqttBytes.Publish message) throws IOException {
        assertThat(message.topic()).isEqualTo("notify/mailbox_activity");
        assertThat(JSON.readTree(message.payload()).isObject()).isTrue();
        notices++;
    }

    /** The mail that waits, each message as it came. */
    List<JsonNode> mail() throws IOException {
        JsonNode reply = call("{\"1\":{\"command\":\"mailbox.check\",\"params\":{\"autoComplete\":false}}}");
        assertThat(reply.at("/1/params/messages").isArray())
                .as(reply.toString())
                .isTrue();
        List<JsonNode> mail = new ArrayList<>();
        reply.at("/1/params/messages").forEach(mail::add);
        return mail;
    }

    /**
     * Reads the next message as the agent does: any payload must be JSON or its network thread ends; a reply is found by the
     * text behind the slash; every value at the root must be an object.
     */
    JsonNode reply(String expected) throws IOException {
        MqttBytes.Publish message = MqttBytes.Publish.of(nextButAcknowledgements());
        while (message.topic().startsWith("notify/")) {
            notice(message);
            message = MqttBytes.Publish.of(nextButAcknowledgements());
        }
        JsonNode json = JSON.readTree(message.payload());
        assertThat(message.topic()).isEqualTo("reply/" + expected);
        assertThat(message.first()).isEqualTo(0x30);
        for (Iterator<JsonNode> values = json.elements(); values.hasNext(); ) {
            assertThat(values.next().isObject()).isTrue();
        }
        return json;
    }

    /** Asks, reads the reply, and the acknowledgement before it or behind it. */
    JsonNode call(String json) throws IOException {
        JsonNode reply = reply(ask(json));
        readAcknowledgements();
        return reply;
    }

    /** Reads until everything that was published is acknowledged, in the order of publishing, and nothing else comes. */
    void readAcknowledgements() throws IOException {
        while (acknowledged < packetId - 1) {
            MqttBytes.Packet packet = mqtt.packet();
            if (packet.first() == PUBACK) {
                acknowledge(packet);
            } else {
                notice(MqttBytes.Publish.of(packet));
            }
        }
    }

    private MqttBytes.Packet nextButAcknowledgements() throws IOException {
        MqttBytes.Packet packet = mqtt.packet();
        while (packet.first() == PUBACK) {
            acknowledge(packet);
            packet = mqtt.packet();
        }
        return packet;
    }

    private void acknowledge(MqttBytes.Packet packet) {
        acknowledged++;
        assertThat(packet)
                .hasToString(String.format(Locale.ROOT, "40 | %02x %02x", acknowledged >> 8, acknowledged & 0xFF));
    }

    @Override
    public void close() throws IOException {
        mqtt.send(0xE0);
        mqtt.close();
    }
}
