package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static dev.tr50.broker.Client5.all;
import static dev.tr50.broker.Client5.four;
import static dev.tr50.broker.Client5.one;
import static dev.tr50.broker.Client5.text;
import static dev.tr50.broker.Client5.two;
import static dev.tr50.broker.Client5.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties and bytes that the standard forbids are refused with the code it names, before anybody acts on them. */
class Mqtt5PropertiesTest {

    private static final int MALFORMED = 0x81;
    private static final int PROTOCOL_ERROR = 0x82;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private int answerTo(byte[] packet) throws IOException {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(packet);
            int reason = client.farewell();
            assertThat(client.raw.isHungUp()).isTrue();
            return reason;
        }
    }

    private int answerToConnect(Body properties) throws IOException {
        try (Client5 client = Client5.dial(gateway)) {
            client.raw.send(Client5.connect("a.pump", "app", true, properties));
            Packet connAck = client.raw.read();
            assertThat(connAck.type()).isEqualTo(RawClient.CONNACK);
            assertThat(connAck.at(0)).isZero();
            assertThat(client.raw.isHungUp()).isTrue();
            return connAck.at(1);
        }
    }

    static Stream<Body> singleOnPublish() {
        return Stream.of(one(0x01, 1), four(0x02, 9), text(0x03, "t"), text(0x08, "r"), text(0x09, "c"), two(0x23, 1));
    }

    @ParameterizedTest
    @MethodSource("singleOnPublish")
    void a_property_that_occurs_twice_on_publish_is_a_protocol_error(Body property) throws Exception {
        assertThat(answerTo(Client5.publish(0, "news", 0, all(property, property), "x")))
                .isEqualTo(PROTOCOL_ERROR);
    }

    static Stream<Body> singleOnConnect() {
        return Stream.of(
                four(0x11, 9),
                text(0x15, "m"),
                all(text(0x15, "m"), text(0x16, "d"), text(0x16, "d")),
                one(0x17, 1),
                one(0x19, 1),
                two(0x21, 9),
                two(0x22, 9),
                four(0x27, 9999));
    }

    @ParameterizedTest
    @MethodSource("singleOnConnect")
    void a_property_that_occurs_twice_on_connect_is_a_protocol_error(Body property) throws Exception {
        assertThat(answerToConnect(all(property, property))).isEqualTo(PROTOCOL_ERROR);
    }

    static Stream<Arguments> elsewhere() {
        return Stream.of(
                Arguments.of(Client5.publish(0, "news", 0, four(0x11, 9), "x")),
                Arguments.of(Client5.publish(0, "news", 0, two(0x21, 9), "x")),
                Arguments.of(Client5.publish(0, "news", 0, text(0x1F, "why"), "x")),
                Arguments.of(Client5.publish(0, "news", 0, four(0x18, 9), "x")),
                Arguments.of(Client5.publish(0, "news", 0, one(0x24, 1), "x")),
                Arguments.of(Client5.subscribe(four(0x02, 9), 0, "news")),
                Arguments.of(Client5.disconnect(0, text(0x1C, "elsewhere"))),
                Arguments.of(Client5.disconnect(0, text(0x12, "id"))),
                Arguments.of(RawClient.packet(
                        0xA2, Client5.block(new Body().number(7), four(0x02, 9)).text("news"))),
                Arguments.of(RawClient.packet(
                        0x40, Client5.block(new Body().number(7).octet(0), one(0x01, 1)))));
    }

    @ParameterizedTest
    @MethodSource("elsewhere")
    void a_property_of_another_packet_makes_it_malformed(byte[] packet) throws Exception {
        assertThat(answerTo(packet)).isEqualTo(MALFORMED);
    }

    @Test
    void a_subscription_identifier_on_a_clients_publish_is_a_protocol_error() throws Exception {
        assertThat(answerTo(Client5.publish(0, "news", 0, one(0x0B, 1), "x"))).isEqualTo(PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7, 0x14, 0x2B, 0x7F})
    void an_unknown_property_makes_a_packet_malformed(int id) throws Exception {
        assertThat(answerTo(Client5.publish(0, "news", 0, one(id, 0), "x"))).isEqualTo(MALFORMED);
    }

    static Stream<Body> forbiddenOnConnect() {
        return Stream.of(two(0x21, 0), four(0x27, 0), one(0x17, 2), one(0x19, 2), text(0x16, "data alone"));
    }

    @ParameterizedTest
    @MethodSource("forbiddenOnConnect")
    void a_value_that_a_property_of_connect_must_not_have_is_a_protocol_error(Body property) throws Exception {
        assertThat(answerToConnect(property)).isEqualTo(PROTOCOL_ERROR);
    }

    static Stream<byte[]> forbiddenValues() {
        return Stream.of(
                Client5.publish(0, "news", 0, one(0x01, 2), "x"),
                Client5.publish(0, "news", 0, text(0x08, "re/+"), "x"),
                Client5.publish(0, "news", 0, text(0x08, "#"), "x"),
                Client5.subscribe(one(0x0B, 0), 0, "news"),
                Client5.subscribe(all(one(0x0B, 1), one(0x0B, 2)), 0, "news"));
    }

    @ParameterizedTest
    @MethodSource("forbiddenValues")
    void a_value_that_a_property_must_not_have_is_a_protocol_error(byte[] packet) throws Exception {
        assertThat(answerTo(packet)).isEqualTo(PROTOCOL_ERROR);
    }

    static Stream<byte[]> badLengths() {
        Body topic = new Body().text("news");
        return Stream.of(
                RawClient.packet(
                        0x30, new Body().raw(topic.bytes()).octet(9).octet(1).octet(1)),
                RawClient.packet(
                        0x30,
                        new Body()
                                .raw(topic.bytes())
                                .octet(1)
                                .octet(0x02)
                                .number(0)
                                .number(9)),
                RawClient.packet(
                        0x30,
                        new Body()
                                .raw(topic.bytes())
                                .octet(0x82)
                                .octet(0)
                                .octet(1)
                                .octet(1)),
                RawClient.packet(
                        0x30, new Body().raw(topic.bytes()).number(0xFFFF).number(0xFFFF)),
                RawClient.packet(
                        0x30, new Body().raw(topic.bytes()).octet(3).octet(3).number(40)),
                RawClient.packet(0x30, new Body().number(90).octet('n')),
                RawClient.packet(0x30, new Body().raw(topic.bytes())));
    }

    @ParameterizedTest
    @MethodSource("badLengths")
    void a_length_that_does_not_fit_makes_a_packet_malformed(byte[] packet) throws Exception {
        assertThat(answerTo(packet)).isEqualTo(MALFORMED);
    }

    static Stream<byte[]> badTexts() {
        byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
        byte[] overlong = {(byte) 0xC0, (byte) 0xAF};
        byte[] cut = {(byte) 0xE2, (byte) 0x82};
        byte[] nul = {'a', 0, 'b'};
        return Stream.of(surrogate, overlong, cut, nul);
    }

    @ParameterizedTest
    @MethodSource("badTexts")
    void a_topic_name_that_is_not_utf_8_or_holds_a_null_makes_a_packet_malformed(byte[] text) throws Exception {
        assertThat(answerTo(RawClient.packet(
                        0x30, new Body().number(text.length).raw(text).octet(0))))
                .isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("badTexts")
    void so_does_a_topic_filter(byte[] text) throws Exception {
        Body filter = new Body().number(7).octet(0).number(text.length).raw(text);
        assertThat(answerTo(RawClient.packet(0xA2, filter))).isEqualTo(MALFORMED);
        assertThat(answerTo(RawClient.packet(0x82, filter.octet(0)))).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("badTexts")
    void so_does_a_string_of_a_property(byte[] text) throws Exception {
        for (int id : new int[] {0x03, 0x08}) {
            Body property = new Body().octet(id).number(text.length).raw(text);
            assertThat(answerTo(Client5.publish(0, "news", 0, property, "x"))).isEqualTo(MALFORMED);
        }
        Body pair = new Body().octet(0x26).text("name").number(text.length).raw(text);
        assertThat(answerTo(Client5.publish(0, "news", 0, pair, "x"))).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("badTexts")
    void a_client_id_that_is_not_utf_8_refuses_the_connection(byte[] text) throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            Body body = Client5.head(0xC2, NONE).number(text.length).raw(text);
            client.raw.send(RawClient.packet(0x10, body.text("a.pump").text(Gateway.PASSWORD)));
            assertThat(client.raw.read().at(1)).isEqualTo(MALFORMED);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void a_byte_order_mark_is_kept() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("#", 0);
            client.publish("\uFEFFnews", "x");
            assertThat(client.message().topic()).isEqualTo("\uFEFFnews");
        }
    }

    @Test
    void user_properties_may_come_with_every_packet() throws Exception {
        Body pairs = all(user("a", "1"), user("a", "1"));
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, pairs)) {
            client.subscribe("news", 1, pairs);
            client.raw.send(Client5.publish(2, "news", 7, pairs, "x"));
            client.await(RawClient.PUBACK);
            assertThat(client.message().all(0x26)).containsExactly("a=1", "a=1");
            client.raw.send(
                    RawClient.packet(0x40, Client5.block(new Body().number(1).octet(0), pairs)));
            client.raw.send(RawClient.packet(
                    0xA2, Client5.block(new Body().number(7), pairs).text("news")));
            assertThat(client.await(RawClient.UNSUBACK).packetId()).isEqualTo(7);
            client.raw.send(Client5.disconnect(0, pairs));
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    static Stream<byte[]> badFlags() {
        byte[] disconnect = {(byte) 0xE1, 0};
        byte[] ping = {(byte) 0xC4, 0};
        byte[] auth = {(byte) 0xF1, 0};
        byte[] longPing = {(byte) 0xC0, 1, 0};
        return Stream.of(
                disconnect,
                ping,
                auth,
                longPing,
                Client5.publish(6, "news", 7, NONE, "x"),
                Client5.publish(8, "news", 0, NONE, "x"),
                Client5.acknowledge(0x60, 7),
                Client5.acknowledge(0x6A, 7),
                Client5.acknowledge(0x42, 7),
                RawClient.packet(
                        0x80, new Body().number(7).octet(0).text("news").octet(0)),
                RawClient.packet(
                        0x8A, new Body().number(7).octet(0).text("news").octet(0)),
                RawClient.packet(0xA0, new Body().number(7).octet(0).text("news")),
                RawClient.packet(0xA3, new Body().number(7).octet(0).text("news")),
                Client5.subscribe(NONE, 0x40, "news"),
                Client5.subscribe(NONE, 0x80, "news"),
                Client5.subscribe(NONE, 0x30, "news"),
                Client5.subscribe(NONE, 0x03, "news"));
    }

    @ParameterizedTest
    @MethodSource("badFlags")
    void reserved_bits_make_a_packet_malformed(byte[] packet) throws Exception {
        assertThat(answerTo(packet)).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC3, 0xDA, 0xCA, 0xE2, 0xDE})
    void flags_of_connect_that_are_reserved_or_contradict_each_other_refuse_the_connection(int flags) throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            Body body = Client5.head(flags, NONE).text("app");
            if ((flags & 4) != 0) {
                body.octet(0).text("will").text("x");
            }
            client.raw.send(RawClient.packet(0x10, body.text("a.pump").text(Gateway.PASSWORD)));
            assertThat(client.raw.read().at(1)).isEqualTo(MALFORMED);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void fields_that_connects_flags_announce_must_be_there_and_no_others() throws Exception {
        for (Body body : new Body[] {
            Client5.head(0xC2, NONE).text("app").text("a.pump"),
            Client5.head(0x82, NONE).text("app").text("a.pump").text(Gateway.PASSWORD),
            Client5.head(0xC6, NONE).text("app").text("a.pump").text(Gateway.PASSWORD),
            Client5.head(0xC2, NONE)
        }) {
            try (Client5 client = Client5.dial(gateway)) {
                client.raw.send(RawClient.packet(0x10, body));
                assertThat(client.raw.read().at(1)).isEqualTo(MALFORMED);
            }
        }
    }

    @Test
    void what_comes_before_a_malformed_packet_is_carried_out() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            byte[] good = Client5.publish(0, "api/1", 0, NONE, "x");
            byte[] bad = Client5.publish(0, "api/2", 0, one(0x7F, 0), "y");
            client.raw.send(new Body().raw(good).raw(bad).raw(good).bytes());
            assertThat(client.farewell()).isEqualTo(MALFORMED);
            assertThat(gateway.commands).hasSize(1);
        }
    }

    @Test
    void packets_that_arrive_byte_by_byte_are_understood() throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            byte[] all = new Body()
                    .raw(Client5.connect("a.pump", "app", true, two(0x21, 9)))
                    .raw(Client5.publish(0, "api/1", 0, user("a", "b"), "x"))
                    .bytes();
            for (byte octet : all) {
                client.raw.send(new byte[] {octet});
            }
            assertThat(client.message().payload()).isEqualTo("re:x");
        }
    }

    @Test
    void subscribe_and_unsubscribe_without_a_filter_are_protocol_errors() throws Exception {
        assertThat(answerTo(RawClient.packet(0x82, new Body().number(7).octet(0))))
                .isEqualTo(PROTOCOL_ERROR);
        assertThat(answerTo(RawClient.packet(0xA2, new Body().number(7).octet(0))))
                .isEqualTo(PROTOCOL_ERROR);
    }

    @Test
    void a_shared_subscription_without_local_messages_is_a_protocol_error() throws Exception {
        assertThat(answerTo(Client5.subscribe(NONE, 0x04, "$share/us/news"))).isEqualTo(PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x90, 0xB0, 0xD0})
    void a_packet_that_only_a_server_sends_is_a_protocol_error(int header) throws Exception {
        assertThat(answerTo(RawClient.packet(header, new Body().number(7).octet(0))))
                .isEqualTo(PROTOCOL_ERROR);
    }
}
