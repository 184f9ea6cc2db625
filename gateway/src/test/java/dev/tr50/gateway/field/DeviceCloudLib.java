package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * What device-cloud-lib (C, built with libmosquitto) puts on the wire: MQTT 3.1, the application's name as client id on every
 * device, a subscription to {@code reply/#} after each connection, one command per message on the bare topic {@code api}.
 */
final class DeviceCloudLib implements AutoCloseable {
    static final String APP = "device-manager";

    private final MqttBytes mqtt;
    private final Set<Integer> unacknowledged = new HashSet<>();
    private int packetId = 1;

    private DeviceCloudLib(MqttBytes mqtt) {
        this.mqtt = mqtt;
    }

    /** The first connection of a process; its session is clean. */
    static DeviceCloudLib connected(RunningGateway gateway, String thingKey) throws IOException {
        return connected(gateway, thingKey, 0xC2);
    }

    /** After a lost connection it asks for a kept session. */
    static DeviceCloudLib reconnected(RunningGateway gateway, String thingKey) throws IOException {
        return connected(gateway, thingKey, 0xC0);
    }

    private static DeviceCloudLib connected(RunningGateway gateway, String thingKey, int flags) throws IOException {
        DeviceCloudLib client = connecting(gateway, thingKey, gateway.appToken(), flags);
        assertThat(client.mqtt.bytes(4)).isEqualTo("20 02 00 00");
        client.subscribe();
        return client;
    }

    static DeviceCloudLib connecting(RunningGateway gateway, String thingKey, String token, int flags)
            throws IOException {
        MqttBytes mqtt = new MqttBytes(gateway.mqttPort());
        mqtt.send(0x10, "MQIsdp", 3, flags, 0, 60, APP, thingKey, token);
        return new DeviceCloudLib(mqtt);
    }

    private void subscribe() throws IOException {
        mqtt.send(0x82, 0, packetId, "reply/#", 1);
        assertThat(mqtt.bytes(4)).isEqualTo("90 03 00 0" + packetId);
        assertThat(mqtt.bytes(1)).isIn("00", "01");
        packetId++;
    }

    MqttBytes mqtt() {
        return mqtt;
    }

    /** Publishes on {@code api} at QoS 1. */
    void ask(String json) throws IOException {
        unacknowledged.add(packetId);
        mqtt.send(0x32, "api", packetId >> 8, packetId & 0xFF, MqttBytes.utf8(json));
        packetId++;
    }

    /** Waits until it is told that mail waits; it looks whether the key in the payload is its own. */
    void awaitNotice(String thingKey) throws IOException {
        MqttBytes.Packet packet = mqtt.packet();
        while (packet.first() == 0x40) {
            acknowledge(packet);
            packet = mqtt.packet();
        }
        MqttBytes.Publish notice = MqttBytes.Publish.of(packet);
        assertThat(notice.topic()).isEqualTo("notify/mailbox_activity");
        assertThat(LibTr50.value(notice.text(), "thingKey")).isEqualTo(thingKey);
    }

    /** The next reply: the topic must be {@code reply} to the letter, for longer ones it does not look at. */
    String reply() throws IOException {
        MqttBytes.Packet packet = mqtt.packet();
        while (packet.first() == 0x40) {
            acknowledge(packet);
            packet = mqtt.packet();
        }
        MqttBytes.Publish reply = MqttBytes.Publish.of(packet);
        assertThat(reply.topic()).isEqualTo("reply");
        assertThat(reply.first()).isEqualTo(0x30);
        return reply.text();
    }

    /** Asks under a key, and reads the reply: the first key decides whose it is. */
    String call(String key, String command) throws IOException {
        ask("{\"" + key + "\":" + command + "}");
        String reply = reply();
        assertThat(reply).startsWith("{\"" + key + "\":{");
        return reply;
    }

    /** Lets nothing come but what is still to be acknowledged. */
    void assertNothingMoreCame() throws IOException {
        while (!unacknowledged.isEmpty()) {
            acknowledge(mqtt.packet());
        }
        mqtt.assertNothingMoreCame();
    }

    private void acknowledge(MqttBytes.Packet packet) {
        assertThat(packet.first()).as(packet.toString()).isEqualTo(0x40);
        byte[] id = packet.body();
        assertThat(unacknowledged.remove((id[0] & 0xFF) << 8 | id[1] & 0xFF)).isTrue();
    }

    @Override
    public void close() throws IOException {
        mqtt.close();
    }
}
