package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retained messages. */
class RetainConformanceTest {

    private Gateway gateway;
    private RawClient publisher;
    private RawClient subscriber;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
        publisher = RawClient.connected(gateway, 4, "a.pub", "pub");
        subscriber = RawClient.connected(gateway, 4, "a.sub", "sub");
    }

    @AfterEach
    void stop() throws Exception {
        publisher.close();
        subscriber.close();
        gateway.close();
    }

    private void restart(BrokerLimits.Retained retained) throws Exception {
        stop();
        gateway =
                new Gateway(BrokerSettings.on("127.0.0.1", 0).withLimits(BrokerLimits.DEFAULT.withRetained(retained)));
        publisher = RawClient.connected(gateway, 4, "a.pub", "pub");
        subscriber = RawClient.connected(gateway, 4, "a.sub", "sub");
    }

    private static byte[] retained(String topic, String payload, int qos, int packetId) {
        byte[] publish = RawClient.publish(topic, payload, qos, packetId, false);
        publish[0] |= 1;
        return publish;
    }

    /** Returns when it is retained. */
    private static void retain(RawClient client, String topic, String payload, int qos) throws IOException {
        client.send(retained(topic, payload, qos, 1));
        if (qos == 2) {
            client.read(RawClient.PUBREC);
            client.send(RawClient.acknowledgement(RawClient.PUBREL, 1));
            client.read(RawClient.PUBCOMP);
        } else {
            client.send(RawClient.publish("after", "", 1, 2, false));
            while (client.read(RawClient.PUBACK).packetId() != 2) {
                // The one before is of the message itself.
            }
        }
    }

    /** What is retained for a filter. */
    private static List<Packet> retainedFor(RawClient client, int qos, String filter) throws IOException {
        client.send(RawClient.subscribe(4, 1, qos, filter, "end/" + filter.hashCode()));
        client.read(RawClient.SUBACK);
        client.send(RawClient.publish("end/" + filter.hashCode(), "", 0, 0, false));
        List<Packet> received = new ArrayList<>();
        for (Packet packet = client.read(); !packet.topic().startsWith("end/"); packet = client.read()) {
            received.add(packet);
            if (packet.qos() == 1) {
                client.send(RawClient.acknowledgement(RawClient.PUBACK, packet.publishId()));
            }
        }
        return received;
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 2, 0", "1, 0, 0", "1, 1, 1", "1, 2, 1", "2, 0, 0", "2, 1, 1", "2, 2, 2"})
    void a_new_subscription_gets_the_last_message_flagged_and_at_the_lower_qos(int published, int granted, int expected)
            throws Exception {
        retain(publisher, "state", "old", published);
        retain(publisher, "state", "new", published);
        subscriber.send(RawClient.subscribe(4, 1, granted, "state"));
        assertThat(subscriber.read().type()).isEqualTo(RawClient.SUBACK);
        Packet retained = subscriber.read();
        assertThat(retained.payload()).isEqualTo("new");
        assertThat(retained.isRetained()).isTrue();
        assertThat(retained.isDup()).isFalse();
        assertThat(retained.qos()).isEqualTo(expected);
    }

    @Test
    void subscriptions_that_are_there_already_get_it_without_the_flag() throws Exception {
        subscriber.send(RawClient.subscribe(4, 1, 1, "state"));
        subscriber.read(RawClient.SUBACK);
        retain(publisher, "state", "on", 1);
        assertThat(subscriber.read().isRetained()).isFalse();
    }

    @Test
    void subscribing_again_brings_it_again() throws Exception {
        retain(publisher, "state", "on", 1);
        for (int i = 0; i < 3; i++) {
            assertThat(retainedFor(subscriber, 0, "state"))
                    .extracting(Packet::payload)
                    .containsExactly("on");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void an_empty_message_clears_the_topic_and_is_delivered_but_not_kept(int qos) throws Exception {
        subscriber.send(RawClient.subscribe(4, 1, 0, "state"));
        subscriber.read(RawClient.SUBACK);
        retain(publisher, "state", "on", 1);
        assertThat(subscriber.read().payload()).isEqualTo("on");
        retain(publisher, "state", "", qos);
        Packet cleared = subscriber.read();
        assertThat(cleared.payload()).isEmpty();
        assertThat(cleared.isRetained()).isFalse();
        assertThat(retainedFor(publisher, 0, "state")).isEmpty();
    }

    @Test
    void a_message_without_the_flag_leaves_the_retained_one_alone() throws Exception {
        retain(publisher, "state", "kept", 1);
        publisher.send(RawClient.publish("state", "passing", 1, 1, false));
        publisher.read(RawClient.PUBACK);
        publisher.send(RawClient.publish("state", "", 1, 1, false));
        publisher.read(RawClient.PUBACK);
        assertThat(retainedFor(subscriber, 0, "state"))
                .extracting(Packet::payload)
                .containsExactly("kept");
    }

    @Test
    void a_retained_message_outlives_the_session_of_its_publisher() throws Exception {
        retain(publisher, "state", "on", 1);
        publisher.send(RawClient.disconnect());
        publisher.assertHungUpInSilence();
        assertThat(retainedFor(subscriber, 0, "state")).hasSize(1);
    }

    @Test
    void what_is_acknowledged_is_retained() throws Exception {
        for (int i = 0; i < 200; i++) {
            publisher.send(retained("state/" + i, "on", 1, 1));
            publisher.read(RawClient.PUBACK);
            assertThat(retainedFor(subscriber, 0, "state/" + i)).hasSize(1);
            subscriber.send(RawClient.unsubscribe(4, 1, "state/" + i, "end/" + ("state/" + i).hashCode()));
            subscriber.read(RawClient.UNSUBACK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void many_retained_messages_all_come_flagged(int qos) throws Exception {
        int messages = 900;
        for (int i = 0; i < messages; i++) {
            publisher.send(retained("states/" + i, "x".repeat(2_000), qos, i + 1));
            if (qos == 1) {
                publisher.read(RawClient.PUBACK);
            }
        }
        retain(publisher, "states/last", "x", qos);
        subscriber.send(RawClient.subscribe(4, 1, qos, "states/+"));
        assertThat(subscriber.read().type()).isEqualTo(RawClient.SUBACK);
        Set<String> topics = new HashSet<>();
        while (topics.size() <= messages) {
            Packet packet = subscriber.read();
            assertThat(packet.isRetained()).isTrue();
            topics.add(packet.topic());
            if (qos == 1) {
                subscriber.send(RawClient.acknowledgement(RawClient.PUBACK, packet.publishId()));
            }
        }
    }

    @Test
    void what_does_not_fit_is_delivered_but_not_retained() throws Exception {
        restart(new BrokerLimits.Retained(2, 10));
        retain(publisher, "one", "12345", 1);
        retain(publisher, "two", "123456", 1);
        retain(publisher, "three", "1", 1);
        retain(publisher, "four", "1", 1);
        assertThat(retainedFor(subscriber, 0, "#")).extracting(Packet::topic).containsExactlyInAnyOrder("one", "three");
        retain(publisher, "one", "", 1);
        retain(publisher, "two", "123456", 1);
        assertThat(retainedFor(subscriber, 0, "+")).extracting(Packet::topic).containsExactlyInAnyOrder("two", "three");
    }

    @Test
    void a_group_cannot_use_up_the_share_of_another() throws Exception {
        restart(new BrokerLimits.Retained(2, 1000));
        try (RawClient greedy = RawClient.connected(gateway, 4, "b.pub", "pub")) {
            for (int i = 0; i < 10; i++) {
                retain(greedy, "state/" + i, "x".repeat(500), 1);
            }
            retain(publisher, "state/1", "x".repeat(500), 1);
            retain(publisher, "state/2", "x".repeat(500), 1);
            assertThat(retainedFor(subscriber, 0, "state/#")).hasSize(2);
            assertThat(retainedFor(greedy, 0, "state/#")).hasSize(2);
        }
    }

    @Test
    void a_retained_message_that_waits_keeps_its_flag_over_connections() throws Exception {
        retain(publisher, "state", "on", 1);
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, false, "keeps", "a.sub", Gateway.PASSWORD));
            client.read(RawClient.CONNACK);
            client.send(
                    RawClient.packet(0x82, new Body().number(1).text("state").octet(1)));
            assertThat(client.read(RawClient.PUBLISH).isRetained()).isTrue();
        }
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, false, "keeps", "a.sub", Gateway.PASSWORD));
            Packet again = client.read(RawClient.PUBLISH);
            assertThat(again.isDup()).isTrue();
            assertThat(again.isRetained()).isTrue();
        }
    }

    @Test
    void properties_of_what_is_retained_count_for_what_they_take_in_memory() throws Exception {
        restart(new BrokerLimits.Retained(10, 10_000));
        Body pairs = new Body();
        for (int i = 0; i < 25; i++) {
            pairs.octet(0x26).text("").text("");
        }
        try (RawClient current = RawClient.connected(gateway, 5, "a.pub", "pub5")) {
            for (int i = 0; i < 10; i++) {
                byte[] publish = RawClient.publish5("many/" + i, pairs, "x");
                publish[0] |= 1;
                current.send(publish);
                current.read(RawClient.PUBACK);
            }
        }

        assertThat(retainedFor(subscriber, 0, "many/+")).hasSizeBetween(1, 4);
    }
}
