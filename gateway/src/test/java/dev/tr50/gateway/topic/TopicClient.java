package dev.tr50.gateway.topic;

import static dev.tr50.gateway.field.MqttBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.field.MqttBytes;
import dev.tr50.gateway.field.MqttBytes.Packet;
import dev.tr50.gateway.field.MqttBytes.Publish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A client of topics under {@code thing/}, byte by byte. */
final class TopicClient implements AutoCloseable {
    private static final int WITH_LOGIN = 0xC0;
    private static final int CLEAN = 2;

    private final int level;
    private final MqttBytes mqtt;

    private TopicClient(int level, MqttBytes mqtt) {
        this.level = level;
        this.mqtt = mqtt;
    }

    static TopicClient thing(RunningGateway gateway, int level, String key) throws IOException {
        return connect(gateway, level, key, gateway.appToken(), "app", true, 60);
    }

    static TopicClient owner(RunningGateway gateway) throws IOException {
        return connect(gateway, 4, gateway.ownerEmail(), gateway.ownerPassword(), "topics", true, 60);
    }

    /**
     * The owner of the group, subscribed before anything that a test does. That a thing is connected is told some time after its
     * CONNACK, so who subscribes later may hear it or not.
     */
    static TopicClient watching(RunningGateway gateway, String filter) throws IOException {
        TopicClient owner = owner(gateway);
        owner.subscribe(filter, 0);
        return owner;
    }

    static TopicClient connect(
            RunningGateway gateway,
            int level,
            String user,
            String password,
            String clientId,
            boolean clean,
            int keepAlive)
            throws IOException {
        MqttBytes mqtt = new MqttBytes(gateway.mqttPort());
        byte[] properties = level == 5 ? new byte[] {0} : new byte[0];
        mqtt.send(
                0x10,
                level == 3 ? "MQIsdp" : "MQTT",
                level,
                WITH_LOGIN | (clean ? CLEAN : 0),
                keepAlive >> 8,
                keepAlive & 0xFF,
                properties,
                clientId,
                user,
                password);
        Packet connAck = mqtt.packet();
        assertThat(connAck.first()).isEqualTo(0x20);
        assertThat(connAck.body()[1]).isZero();
        return new TopicClient(level, mqtt);
    }

    /** The code of the SUBACK. */
    int subscribe(String filter, int qos) throws IOException {
        mqtt.send(0x82, 0, 9, noProperties(), filter, qos);
        Packet subAck = mqtt.packet();
        assertThat(subAck.first()).isEqualTo(0x90);
        return subAck.body()[subAck.body().length - 1] & 0xFF;
    }

    /** Publishes without waiting for anything. */
    void send(String topic, byte[] payload, int qos, int packetId, boolean dup) throws IOException {
        byte[] id = qos == 0 ? new byte[0] : new byte[] {(byte) (packetId >> 8), (byte) packetId};
        mqtt.send(0x30 | qos << 1 | (dup ? 8 : 0), topic, id, noProperties(), payload);
    }

    /** Publishes at QoS 1; the reason code of the PUBACK, which must come next. */
    int publish(String topic, String payload) throws IOException {
        return publish(topic, utf8(payload));
    }

    int publish(String topic, byte[] payload) throws IOException {
        send(topic, payload, 1, 7, false);
        return acknowledgement(0x40);
    }

    /** The reason code of the acknowledgement that comes next; 0 where there is none. */
    int acknowledgement(int first) throws IOException {
        Packet answer = mqtt.packet();
        assertThat(answer.first()).isEqualTo(first);
        if (level < 5) {
            assertThat(answer.body()).hasSize(2);
        }
        return answer.body().length > 2 ? answer.body()[2] & 0xFF : 0;
    }

    /** The next message, as {@code topic payload}; must come next. */
    String message() throws IOException {
        Publish publish = mqtt.publish();
        return publish.topic() + " " + publish.text();
    }

    /** As many of the next messages. */
    List<String> messages(int count) throws IOException {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(message());
        }
        return messages;
    }

    /** The next packet, whatever it is. */
    Packet any() throws IOException {
        return mqtt.packet();
    }

    Publish next() throws IOException {
        return mqtt.publish();
    }

    void assertNothingMoreCame() throws IOException {
        mqtt.assertNothingMoreCame();
    }

    boolean isHungUp() throws IOException {
        return mqtt.isHungUp();
    }

    void reset() throws IOException {
        mqtt.reset();
    }

    private byte[] noProperties() {
        return level == 5 ? new byte[] {0} : new byte[0];
    }

    @Override
    public void close() throws IOException {
        mqtt.close();
    }
}
