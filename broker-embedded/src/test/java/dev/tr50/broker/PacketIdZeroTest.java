package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Body;
import java.io.EOFException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libtr50 counts packet ids of its subscriptions and of its publications at QoS 1 from 0. */
class PacketIdZeroTest {

    private static final Set<Integer> ACKNOWLEDGING = Set.of(RawClient.PUBACK, RawClient.SUBACK);

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply/#", "news"})
    void mqtt_3_1_may_subscribe_and_unsubscribe_under_packet_id_0(String filter) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 3, "a.pump", "app")) {
            client.send(RawClient.subscribe(3, 0, 1, filter));
            assertThat(client.read(RawClient.SUBACK).body()).containsExactly(0, 0, 0);
            client.send(RawClient.unsubscribe(3, 0, filter));
            assertThat(client.read(RawClient.UNSUBACK).body()).containsExactly(0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/1", "news", "reply/1"})
    void mqtt_3_1_may_publish_under_packet_id_0(String topic) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 3, "a.pump", "app")) {
            for (int i = 0; i < 3; i++) {
                client.send(RawClient.publish(topic, "x", 1, 0, false));
                assertThat(client.read(RawClient.PUBACK).body()).containsExactly(0, 0);
            }
            client.send(RawClient.publish(topic, "x", 2, 0, false));
            assertThat(client.read(RawClient.PUBREC).body()).containsExactly(0, 0);
            client.send(RawClient.acknowledgement(RawClient.PUBREL, 0));
            assertThat(client.read(RawClient.PUBCOMP).body()).containsExactly(0, 0);
        }
    }

    @Test
    void every_id_is_answered_as_itself() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 3, "a.pump", "app");
                Device subscriber = Device.connect(gateway, "a.two", "sub")) {
            subscriber.subscribe("news", MqttQos.AT_LEAST_ONCE);
            int[] ids = {0, 255, 1, 0, 256, 255, 0, 511, 255, 0xFF00, 0};
            Body all = new Body();
            for (int id : ids) {
                all.raw(RawClient.publish("news", "for " + id, 1, id, false));
            }
            client.send(all.bytes());
            for (int id : ids) {
                assertThat(client.read(RawClient.PUBACK).packetId()).isEqualTo(id);
            }
            subscriber.awaitReceived("news for 65280");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void packets_may_come_in_pieces(int size) throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            byte[] stream = new Body()
                    .raw(RawClient.connect(3, false, "app", "a.pump", Gateway.PASSWORD))
                    .raw(RawClient.publish("news", "\0\0".repeat(100), 1, 0, false))
                    .raw(RawClient.ping())
                    .raw(RawClient.publish("news", "\0\0", 0, 0, false))
                    .raw(RawClient.subscribe(3, 0, 0, "x"))
                    .raw(RawClient.publish("api/1", "end", 1, 0, false))
                    .bytes();
            for (int from = 0; from < stream.length; from += size) {
                client.send(Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size)));
            }
            List<RawClient.Packet> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(client.read());
            }
            assertThat(answers.stream().filter(packet -> ACKNOWLEDGING.contains(packet.type())))
                    .hasSize(3)
                    .allMatch(packet -> packet.packetId() == 0);
            assertThat(answers.stream().filter(packet -> packet.type() == RawClient.PUBLISH))
                    .extracting(RawClient.Packet::payload)
                    .containsExactly("re:end");
        }
        assertThat(gateway.commands).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void later_versions_close_the_connection(int level) throws Exception {
        String nothing = level == 5 ? "\0" : "";
        byte[][] packets = {
            RawClient.subscribe(level, 0, 0, "news"),
            RawClient.unsubscribe(level, 0, "news"),
            RawClient.publish("news", nothing + "x", 1, 0, false),
            RawClient.publish("api/1", nothing + "x", 2, 0, false)
        };
        for (byte[] packet : packets) {
            try (RawClient client = RawClient.connected(gateway, level, "a.pump", "app")) {
                client.send(packet);
                assertThat(client.isHungUp()).isTrue();
            }
        }
        assertThat(gateway.commands).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void later_versions_close_the_connection_even_when_all_comes_with_their_connect(int level) throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(new Body()
                    .raw(RawClient.connect(level, true, "app", "a.pump", Gateway.PASSWORD))
                    .raw(RawClient.acknowledgement(RawClient.PUBREL, 0))
                    .bytes());
            List<Integer> types = new ArrayList<>();
            try {
                while (true) {
                    types.add(client.read().type());
                }
            } catch (EOFException | SocketException hungUp) {
                assertThat(types).doesNotContain(RawClient.PUBCOMP);
            }
        }
    }
}
