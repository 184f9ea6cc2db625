package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session keeps over connections, and how the two sides pick up where they left off. */
class SessionStateConformanceTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** A client that keeps its session, let in, with the CONNACK's flag checked. */
    private RawClient back(boolean sessionPresent) throws IOException {
        RawClient client = new RawClient(gateway);
        client.send(RawClient.connect(4, false, "keeps", "a.pump", Gateway.PASSWORD));
        Packet connAck = client.read();
        assertThat(connAck.type()).isEqualTo(RawClient.CONNACK);
        assertThat(connAck.body()).containsExactly(sessionPresent ? 1 : 0, 0);
        return client;
    }

    private void awaitGone(int count) {
        await().until(() -> gateway.disconnected.size() == count);
    }

    private void subscribe(RawClient client, int qos, String filter) throws IOException {
        client.send(RawClient.subscribe(4, 1, qos, filter));
        assertThat(client.read(RawClient.SUBACK).at(2)).isEqualTo(qos);
    }

    private void publish(String topic, int qos, int from, int to) throws IOException {
        try (RawClient publisher = RawClient.connected(gateway, 4, "a.pub", "pub" + from)) {
            for (int i = from; i < to; i++) {
                publisher.send(RawClient.publish(topic, "m" + i, qos, i + 1, false));
                publisher.read(qos == 1 ? RawClient.PUBACK : RawClient.PUBREC);
                if (qos == 2) {
                    publisher.send(RawClient.acknowledgement(RawClient.PUBREL, i + 1));
                    publisher.read(RawClient.PUBCOMP);
                }
            }
        }
    }

    private static List<Packet> readPublishes(RawClient client, int count) throws IOException {
        List<Packet> publishes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Packet packet = client.read();
            assertThat(packet.type()).isEqualTo(RawClient.PUBLISH);
            publishes.add(packet);
        }
        return publishes;
    }

    private static List<String> payloads(List<Packet> publishes) {
        return publishes.stream().map(Packet::payload).toList();
    }

    private static void expectNothing(RawClient client) throws IOException {
        client.send(RawClient.ping());
        assertThat(client.read().type()).isEqualTo(RawClient.PINGRESP);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void what_was_not_acknowledged_comes_again_as_it_was_and_in_order_ahead_of_what_is_new(int qos) throws Exception {
        List<Packet> first;
        try (RawClient client = back(false)) {
            subscribe(client, qos, "news");
            publish("news", qos, 0, 3);
            first = readPublishes(client, 3);
            assertThat(first).noneMatch(Packet::isDup);
        }
        awaitGone(2);
        publish("news", qos, 3, 6);
        try (RawClient client = back(true)) {
            List<Packet> again = readPublishes(client, 6);
            assertThat(payloads(again)).containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
            assertThat(again.subList(0, 3)).allMatch(Packet::isDup);
            assertThat(again.subList(3, 6)).noneMatch(Packet::isDup);
            assertThat(again.subList(0, 3)).extracting(Packet::publishId).isEqualTo(ids(first));
            assertThat(new HashSet<>(ids(again))).hasSize(6);
            assertThat(again).allMatch(publish -> publish.qos() == qos);
        }
    }

    private static List<Integer> ids(List<Packet> publishes) {
        return publishes.stream().map(Packet::publishId).toList();
    }

    @Test
    void a_clean_session_that_is_taken_over_leaves_nothing_to_its_successor() throws Exception {
        try (RawClient clean = RawClient.connected(gateway, 4, "a.pump", "keeps")) {
            subscribe(clean, 1, "news");
            try (RawClient lasting = back(false)) {
                publish("news", 1, 0, 1);
                expectNothing(lasting);
            }
        }
    }

    @Test
    void what_was_acknowledged_does_not_come_again() throws Exception {
        try (RawClient client = back(false)) {
            subscribe(client, 1, "news");
            publish("news", 1, 0, 3);
            List<Packet> publishes = readPublishes(client, 3);
            client.send(
                    RawClient.acknowledgement(RawClient.PUBACK, publishes.get(1).publishId()));
            expectNothing(client);
        }
        awaitGone(2);
        try (RawClient client = back(true)) {
            assertThat(payloads(readPublishes(client, 2))).containsExactly("m0", "m2");
            expectNothing(client);
        }
    }

    @Test
    void a_message_at_qos_2_that_was_received_goes_on_with_pubrel_and_is_not_sent_again() throws Exception {
        int packetId;
        try (RawClient client = back(false)) {
            subscribe(client, 2, "news");
            publish("news", 2, 0, 2);
            List<Packet> publishes = readPublishes(client, 2);
            packetId = publishes.get(0).publishId();
            client.send(RawClient.acknowledgement(RawClient.PUBREC, packetId));
            assertThat(client.read(RawClient.PUBREL).packetId()).isEqualTo(packetId);
        }
        awaitGone(2);
        try (RawClient client = back(true)) {
            Packet release = client.read();
            assertThat(release.type()).isEqualTo(RawClient.PUBREL);
            assertThat(release.flags()).isEqualTo(2);
            assertThat(release.packetId()).isEqualTo(packetId);
            assertThat(client.read().payload()).isEqualTo("m1");
            client.send(RawClient.acknowledgement(RawClient.PUBCOMP, packetId));
            expectNothing(client);
        }
        awaitGone(3);
        try (RawClient client = back(true)) {
            assertThat(client.read().payload()).isEqualTo("m1");
            expectNothing(client);
        }
    }

    @Test
    void pubrec_is_answered_with_pubrel_each_time() throws Exception {
        try (RawClient client = back(false)) {
            subscribe(client, 2, "news");
            publish("news", 2, 0, 1);
            int packetId = client.read(RawClient.PUBLISH).publishId();
            for (int i = 0; i < 3; i++) {
                client.send(RawClient.acknowledgement(RawClient.PUBREC, packetId));
                assertThat(client.read(RawClient.PUBREL).packetId()).isEqualTo(packetId);
            }
            client.send(RawClient.acknowledgement(RawClient.PUBREC, 4711));
            assertThat(client.read(RawClient.PUBREL).packetId()).isEqualTo(4711);
        }
    }

    @Test
    void messages_for_a_client_that_is_away_wait_in_order() throws Exception {
        try (RawClient client = back(false)) {
            subscribe(client, 1, "news");
        }
        awaitGone(1);
        publish("news", 1, 0, 60);
        try (RawClient client = back(true)) {
            for (int i = 0; i < 60; i++) {
                Packet publish = client.read(RawClient.PUBLISH);
                assertThat(publish.payload()).isEqualTo("m" + i);
                client.send(RawClient.acknowledgement(RawClient.PUBACK, publish.publishId()));
            }
        }
    }

    @Test
    void many_messages_in_flight_over_many_connections_are_lost_in_none_of_them() throws Exception {
        int messages = 50;
        try (RawClient client = back(false)) {
            subscribe(client, 1, "news");
        }
        publish("news", 1, 0, messages);
        Set<String> received = new HashSet<>();
        List<String> inOrder = new ArrayList<>();
        for (int round = 1; received.size() < messages; round++) {
            awaitGone(round + 1);
            try (RawClient client = back(true)) {
                for (int i = 0; i < 3 && received.size() < messages; i++) {
                    Packet publish = client.read(RawClient.PUBLISH);
                    if (received.add(publish.payload())) {
                        inOrder.add(publish.payload());
                    }
                    client.send(RawClient.acknowledgement(RawClient.PUBACK, publish.publishId()));
                }
                expectAcknowledgementsTaken(client);
            }
        }
        for (int i = 0; i < messages; i++) {
            assertThat(inOrder.get(i)).isEqualTo("m" + i);
        }
    }

    /** The broker has handled what came before the ping. */
    private static void expectAcknowledgementsTaken(RawClient client) throws IOException {
        client.send(RawClient.subscribe(4, 9, 0, "other"));
        client.read(RawClient.SUBACK);
    }

    @Test
    void packet_ids_of_the_broker_are_never_0_and_not_used_again_while_in_use() throws Exception {
        try (RawClient client = back(false)) {
            subscribe(client, 1, "news");
            publish("news", 1, 0, 1);
            int unacknowledged = client.read(RawClient.PUBLISH).publishId();
            try (RawClient publisher = RawClient.connected(gateway, 4, "a.pub", "pub")) {
                Set<Integer> ids = new HashSet<>();
                for (int i = 0; i < 66_000; i++) {
                    publisher.send(RawClient.publish("news", "x", 1, i % 65_535 + 1, false));
                    int packetId = client.read(RawClient.PUBLISH).publishId();
                    assertThat(packetId).isNotZero().isNotEqualTo(unacknowledged);
                    ids.add(packetId);
                    client.send(RawClient.acknowledgement(RawClient.PUBACK, packetId));
                    publisher.read(RawClient.PUBACK);
                }
                assertThat(ids).hasSize(65_534);
            }
        }
    }

    @Test
    void a_message_at_qos_2_is_taken_once_though_its_publisher_was_away_in_between() throws Exception {
        try (Device subscriber = Device.connect(gateway, "a.sub", "sub")) {
            subscriber.subscribe("news", MqttQos.EXACTLY_ONCE);
            try (RawClient client = back(false)) {
                client.send(RawClient.publish("news", "once", 2, 7, false));
                client.read(RawClient.PUBREC);
            }
            awaitGone(1);
            try (RawClient client = back(true)) {
                client.send(RawClient.publish("news", "once", 2, 7, true));
                assertThat(client.read(RawClient.PUBREC).packetId()).isEqualTo(7);
            }
            awaitGone(2);
            try (RawClient client = back(true)) {
                client.send(RawClient.acknowledgement(RawClient.PUBREL, 7));
                assertThat(client.read(RawClient.PUBCOMP).packetId()).isEqualTo(7);
                client.send(RawClient.publish("news", "twice", 2, 7, false));
                client.read(RawClient.PUBREC);
            }
            subscriber.awaitReceived("news twice");
            assertThat(subscriber.received).containsExactly("news once", "news twice");
        }
    }

    @Test
    void a_clean_session_is_told_that_there_is_none_and_leaves_none() throws Exception {
        try (RawClient client = back(false)) {
            subscribe(client, 1, "news");
        }
        awaitGone(1);
        try (RawClient clean = new RawClient(gateway)) {
            clean.send(RawClient.connect(4, true, "keeps", "a.pump", Gateway.PASSWORD));
            assertThat(clean.read().body()).containsExactly(0, 0);
            publish("news", 1, 0, 1);
            expectNothing(clean);
            subscribe(clean, 1, "news");
            clean.send(RawClient.disconnect());
            assertThat(clean.isHungUp()).isTrue();
        }
        awaitGone(3);
        publish("news", 1, 1, 2);
        try (RawClient client = back(false)) {
            expectNothing(client);
        }
    }

    @Test
    void a_session_expires_when_its_client_stays_away_and_not_while_it_is_there() throws Exception {
        gateway.close();
        BrokerLimits limits =
                BrokerLimits.DEFAULT.withSession(BrokerLimits.Session.DEFAULT.withExpiry(Duration.ofSeconds(1)));
        gateway = new Gateway(BrokerSettings.on("127.0.0.1", 0).withLimits(limits));
        try (RawClient client = back(false)) {
            subscribe(client, 1, "news");
        }
        awaitGone(1);
        try (RawClient client = back(true)) {
            await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
            publish("news", 1, 0, 1);
            assertThat(client.read().payload()).isEqualTo("m0");
        }
        Duration longEnough = Duration.ofMillis(1500);
        await().pollDelay(longEnough).pollInterval(longEnough).until(() -> {
            try (RawClient client = new RawClient(gateway)) {
                client.send(RawClient.connect(4, false, "keeps", "a.pump", Gateway.PASSWORD));
                return client.read().at(0) == 0;
            }
        });
    }
}
