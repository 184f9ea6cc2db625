package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PUBLISH, both ways, at each quality of service. */
class PublishConformanceTest {

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

    private void subscribe(int qos, String filter) throws IOException {
        subscriber.send(RawClient.subscribe(4, 1, qos, filter));
        subscriber.read(RawClient.SUBACK);
    }

    @Test
    void qos_1_is_answered_with_puback_of_the_same_id_each_time() throws Exception {
        subscribe(1, "news");
        for (int i = 0; i < 3; i++) {
            publisher.send(RawClient.publish("news", "m" + i, 1, 0xBEEF, i > 0));
            Packet answer = publisher.read();
            assertThat(answer.type()).isEqualTo(RawClient.PUBACK);
            assertThat(answer.body()).containsExactly(0xBE, 0xEF);
            Packet delivered = subscriber.read();
            assertThat(delivered.payload()).isEqualTo("m" + i);
            assertThat(delivered.isDup()).isFalse();
        }
    }

    @Test
    void qos_2_goes_its_four_steps_and_the_id_is_free_again() throws Exception {
        subscribe(2, "news");
        for (int i = 0; i < 3; i++) {
            publisher.send(RawClient.publish("news", "m" + i, 2, 0xBEEF, false));
            publisher.send(RawClient.publish("news", "again", 2, 0xBEEF, true));
            for (int answers = 0; answers < 2; answers++) {
                Packet received = publisher.read();
                assertThat(received.type()).isEqualTo(RawClient.PUBREC);
                assertThat(received.body()).containsExactly(0xBE, 0xEF);
            }
            publisher.send(RawClient.acknowledgement(RawClient.PUBREL, 0xBEEF));
            Packet completed = publisher.read();
            assertThat(completed.type()).isEqualTo(RawClient.PUBCOMP);
            assertThat(completed.body()).containsExactly(0xBE, 0xEF);
            Packet delivered = subscriber.read(RawClient.PUBLISH);
            assertThat(delivered.payload()).isEqualTo("m" + i);
            int packetId = delivered.publishId();
            subscriber.send(RawClient.acknowledgement(RawClient.PUBREC, packetId));
            Packet released = subscriber.read();
            assertThat(released.type()).isEqualTo(RawClient.PUBREL);
            assertThat(released.flags()).isEqualTo(2);
            assertThat(released.body()).containsExactly(packetId >> 8, packetId & 0xFF);
            subscriber.send(RawClient.acknowledgement(RawClient.PUBCOMP, packetId));
        }
        subscriber.send(RawClient.ping());
        assertThat(subscriber.read().type()).isEqualTo(RawClient.PINGRESP);
    }

    @Test
    void pubrel_is_answered_even_when_there_is_nothing_to_release() throws Exception {
        publisher.send(RawClient.acknowledgement(RawClient.PUBREL, 99));
        assertThat(publisher.read(RawClient.PUBCOMP).body()).containsExactly(0, 99);
    }

    @Test
    void qos_0_has_no_answer_and_no_packet_id() throws Exception {
        subscribe(2, "news");
        publisher.send(RawClient.publish("news", "x", 0, 0, false));
        publisher.send(RawClient.ping());
        assertThat(publisher.read().type()).isEqualTo(RawClient.PINGRESP);
        Packet delivered = subscriber.read();
        assertThat(delivered.flags()).isZero();
        assertThat(delivered.body())
                .isEqualTo(new Body().text("news").octet('x').bytes());
    }

    @Test
    void a_dup_flag_is_not_passed_on() throws Exception {
        subscribe(2, "news");
        for (int qos = 0; qos < 3; qos++) {
            publisher.send(RawClient.publish("news", "x", qos, 10 + qos, qos > 0));
            assertThat(subscriber.read(RawClient.PUBLISH).isDup()).isFalse();
        }
    }

    @Test
    void dup_at_qos_0_and_qos_3_close_the_connection() throws Exception {
        publisher.send(RawClient.publish("news", "x", 0, 0, true));
        publisher.assertHungUpInSilence();
        try (RawClient other = RawClient.connected(gateway, 4, "a.pub", "pub")) {
            other.send(RawClient.publish("news", "x", 3, 1, false));
            other.assertHungUpInSilence();
        }
    }

    @Test
    void an_empty_payload_is_a_message_too() throws Exception {
        subscribe(1, "news");
        publisher.send(RawClient.publish("news", "", 1, 1, false));
        assertThat(subscriber.read().payload()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void messages_of_one_topic_and_qos_keep_their_order(int qos) throws Exception {
        int messages = 500;
        subscribe(qos, "news");
        Thread answering = new Thread(() -> drainQuietly(publisher));
        answering.start();
        for (int i = 0; i < messages; i++) {
            publisher.send(RawClient.publish("news", "m" + i, qos, i + 1, false));
            if (qos == 2) {
                publisher.send(RawClient.acknowledgement(RawClient.PUBREL, i + 1));
            }
        }
        List<String> received = new ArrayList<>();
        List<Integer> toRelease = new ArrayList<>();
        List<Integer> released = new ArrayList<>();
        while (received.size() < messages || released.size() < toRelease.size()) {
            Packet packet = subscriber.read();
            if (packet.type() == RawClient.PUBREL) {
                released.add(packet.packetId());
                subscriber.send(RawClient.acknowledgement(RawClient.PUBCOMP, packet.packetId()));
                continue;
            }
            received.add(packet.payload());
            if (qos == 1) {
                subscriber.send(RawClient.acknowledgement(RawClient.PUBACK, packet.publishId()));
            } else if (qos == 2) {
                toRelease.add(packet.publishId());
                subscriber.send(RawClient.acknowledgement(RawClient.PUBREC, packet.publishId()));
            }
        }
        for (int i = 0; i < messages; i++) {
            assertThat(received.get(i)).isEqualTo("m" + i);
        }
        assertThat(released).isEqualTo(toRelease);
        publisher.hangUp();
        answering.join();
    }

    private static void drainQuietly(RawClient client) {
        try {
            client.isHungUp();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void acknowledgements_come_in_the_order_of_the_messages() throws Exception {
        for (int i = 1; i <= 300; i++) {
            publisher.send(RawClient.publish(i % 3 == 0 ? "api/" + i : "news", "x", 1, i, false));
        }
        List<Integer> ordinary = new ArrayList<>();
        List<Integer> commands = new ArrayList<>();
        while (ordinary.size() + commands.size() < 300) {
            int packetId = publisher.read(RawClient.PUBACK).packetId();
            (packetId % 3 == 0 ? commands : ordinary).add(packetId);
        }
        assertThat(ordinary).isSorted();
        assertThat(commands).isSorted();
    }

    @Test
    void a_message_of_the_largest_size_comes_through_unchanged() throws Exception {
        String large = "0123456789abcdef".repeat(1 << 16);
        subscribe(1, "news");
        publisher.send(RawClient.publish("news", large, 1, 1, false));
        assertThat(publisher.read().type()).isEqualTo(RawClient.PUBACK);
        assertThat(subscriber.read().payload()).isEqualTo(large);
    }
}
