package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBSCRIBE, UNSUBSCRIBE and what filters match. */
class SubscribeConformanceTest {

    private Gateway gateway;
    private RawClient client;
    private RawClient publisher;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
        client = RawClient.connected(gateway, 4, "a.pump", "app");
        publisher = RawClient.connected(gateway, 4, "a.pub", "pub");
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        publisher.close();
        gateway.close();
    }

    private void subscribe(int qos, String... filters) throws IOException {
        client.send(RawClient.subscribe(4, 7, qos, filters));
        client.read(RawClient.SUBACK);
    }

    /** Returns when every subscriber has been given the message. */
    private void publish(String topic, String payload, int qos) throws IOException {
        publisher.send(RawClient.publish(topic, payload, qos, 1, false));
        if (qos == 1) {
            publisher.read(RawClient.PUBACK);
        } else if (qos == 2) {
            publisher.read(RawClient.PUBREC);
            publisher.send(RawClient.acknowledgement(RawClient.PUBREL, 1));
            publisher.read(RawClient.PUBCOMP);
        }
    }

    /** What comes before a marker that is published last. */
    private List<Packet> receivedUntil(String marker) throws IOException {
        List<Packet> received = new ArrayList<>();
        client.send(RawClient.subscribe(4, 8, 0, marker));
        readUntil(packet -> packet.type() == RawClient.SUBACK, received);
        publish(marker, "", 1);
        readUntil(packet -> packet.topic().equals(marker), received);
        return received;
    }

    private void readUntil(Predicate<Packet> last, List<Packet> before) throws IOException {
        for (Packet packet = client.read(); !last.test(packet); packet = client.read()) {
            assertThat(packet.type()).isEqualTo(RawClient.PUBLISH);
            before.add(packet);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sport/tennis/player1/#, sport/tennis/player1, true",
        "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
        "sport/#, sport, true",
        "sport/#, sports, false",
        "#, a/b/c, true",
        "sport/tennis/+, sport/tennis/player1, true",
        "sport/tennis/+, sport/tennis/player1/ranking, false",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "+/+, /finance, true",
        "/+, /finance, true",
        "+, /finance, false",
        "+/tennis/#, sport/tennis/player1, true",
        "+/tennis/#, sport/tennis, true",
        "sport/+/player1, sport/tennis/player1, true",
        "sport/+/#, sport, false",
        "ACCOUNTS, Accounts, false",
        "finance, /finance, false",
        "finance/, finance, false",
        "a//b, a//b, true",
        "a//b, a/b, false",
        "a/+/b, a//b, true",
        "a/, a/, true",
        "a//, a//, true",
        "a//, a/, false",
        "a/, a//, false",
        "/, /, true",
        "//, //, true",
        "//, /, false",
        "+/+/+, //, true",
        "a b/c d, a b/c d, true",
        "a/+/+, a/b, false"
    })
    void filters_match_as_the_standard_says_live_and_retained(String filter, String topic, boolean matches)
            throws Exception {
        subscribe(0, filter);
        publisher.send(RawClient.packet(0x33, new Body().text(topic).number(1).raw(new byte[] {'x'})));
        publisher.read(RawClient.PUBACK);
        List<Packet> live = receivedUntil("marker/one");
        assertThat(live).extracting(Packet::topic).isEqualTo(matches ? List.of(topic) : List.of());
        subscribe(0, filter);
        List<Packet> retained = receivedUntil("marker/two");
        assertThat(retained.stream()
                        .filter(Packet::isRetained)
                        .map(Packet::topic)
                        .toList())
                .isEqualTo(matches ? List.of(topic) : List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "+/x", "+/#"})
    void wildcards_do_not_match_what_begins_with_a_dollar_sign(String filter) throws Exception {
        subscribe(0, filter);
        publish("$SYS", "x", 1);
        publish("$SYS/x", "x", 1);
        publish("$else/x", "x", 1);
        assertThat(receivedUntil("marker/one").stream()
                        .filter(packet -> packet.topic().startsWith("$")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 1, 0", "0, 2, 0", "1, 0, 0", "1, 1, 1", "1, 2, 1", "2, 0, 0", "2, 1, 1", "2, 2, 2"})
    void a_message_comes_at_the_lower_of_the_qos_published_and_granted(int published, int granted, int expected)
            throws Exception {
        client.send(RawClient.subscribe(4, 7, granted, "news"));
        assertThat(client.read(RawClient.SUBACK).at(2)).isEqualTo(granted);
        publish("news", "x", published);
        assertThat(client.read(RawClient.PUBLISH).qos()).isEqualTo(expected);
    }

    @Test
    void of_overlapping_subscriptions_one_copy_comes_at_the_highest_qos() throws Exception {
        subscribe(0, "a/#");
        subscribe(2, "a/+");
        subscribe(1, "a/b");
        publish("a/b", "x", 2);
        List<Packet> received = receivedUntil("marker");
        assertThat(received).hasSize(1);
        assertThat(received.get(0).qos()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "2, 0", "1, 1"})
    void an_equal_filter_replaces_the_subscription(int first, int second) throws Exception {
        subscribe(first, "news");
        subscribe(second, "news");
        publish("news", "x", 2);
        List<Packet> received = receivedUntil("marker");
        assertThat(received).hasSize(1);
        assertThat(received.get(0).qos()).isEqualTo(second);
    }

    @Test
    void an_unsubscribed_filter_gets_nothing_more_and_others_stay() throws Exception {
        subscribe(0, "a/+", "b", "a/#");
        client.send(RawClient.unsubscribe(4, 0x1234, "a/+", "never/subscribed", "b"));
        Packet unsubAck = client.read(RawClient.UNSUBACK);
        assertThat(unsubAck.body()).containsExactly(0x12, 0x34);
        publish("b", "x", 1);
        publish("a/b", "x", 1);
        assertThat(receivedUntil("marker")).extracting(Packet::topic).containsExactly("a/b");
    }

    @Test
    void a_filter_is_unsubscribed_by_its_own_characters_only() throws Exception {
        subscribe(0, "a/b");
        client.send(RawClient.unsubscribe(4, 1, "a/+", "a/#", "A/b", "a/b/"));
        client.read(RawClient.UNSUBACK);
        publish("a/b", "x", 1);
        assertThat(receivedUntil("marker")).hasSize(1);
    }

    @Test
    void what_is_under_way_is_finished_after_unsubscribe() throws Exception {
        subscribe(2, "news");
        publish("news", "x", 2);
        int packetId = client.read(RawClient.PUBLISH).publishId();
        client.send(RawClient.unsubscribe(4, 1, "news"));
        client.read(RawClient.UNSUBACK);
        client.send(RawClient.acknowledgement(RawClient.PUBREC, packetId));
        assertThat(client.read(RawClient.PUBREL).packetId()).isEqualTo(packetId);
    }

    @Test
    void many_filters_in_one_packet_are_answered_as_if_each_had_come_alone() throws Exception {
        client.send(RawClient.packet(
                0x82,
                new Body()
                        .number(0xABCD)
                        .text("a")
                        .octet(0)
                        .text("b/+")
                        .octet(2)
                        .text("c/#")
                        .octet(1)
                        .text("a")
                        .octet(1)));
        Packet subAck = client.read();
        assertThat(subAck.type()).isEqualTo(RawClient.SUBACK);
        assertThat(subAck.packetId()).isEqualTo(0xABCD);
        assertThat(subAck.body()).hasSize(6).endsWith(0, 2, 1, 1);
        publish("a", "x", 2);
        assertThat(client.read(RawClient.PUBLISH).qos()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x03, 0x04, 0x06, 0x08, 0x10, 0x20, 0xFF})
    void a_requested_qos_with_other_bits_closes_the_connection(int options) throws Exception {
        client.send(RawClient.packet(0x82, new Body().number(1).text("news").octet(options)));
        client.assertHungUpInSilence();
    }

    @Test
    void subscribe_without_a_filter_closes_the_connection() throws Exception {
        client.send(RawClient.packet(0x82, new Body().number(1)));
        client.assertHungUpInSilence();
    }

    @Test
    void unsubscribe_without_a_filter_closes_the_connection() throws Exception {
        client.send(RawClient.packet(0xA2, new Body().number(1)));
        client.assertHungUpInSilence();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x82, 0xA2})
    void an_empty_filter_is_none(int header) throws Exception {
        Body body = new Body().number(1).text("");
        client.send(RawClient.packet(header, header == 0x82 ? body.octet(0) : body));
        Packet answer = client.read();
        assertThat(answer.packetId()).isEqualTo(1);
        assertThat(answer.body()).isEqualTo(header == 0x82 ? new byte[] {0, 1, (byte) 0x80} : new byte[] {0, 1});
    }
}
