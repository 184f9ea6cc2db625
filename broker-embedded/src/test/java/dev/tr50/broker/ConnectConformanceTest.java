package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT and the form of packets: what a server must refuse, and how. */
class ConnectConformanceTest {

    private static final int USER_AND_PASSWORD = 0xC0;
    private static final int CLEAN = 2;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Body connectStart(String name, int level, int flags) {
        return new Body().text(name).octet(level).octet(flags).number(60).text("app");
    }

    private void assertClosedWithoutAnswer(byte[] bytes) throws IOException {
        try (RawClient client = new RawClient(gateway)) {
            client.send(bytes);
            client.assertHungUpInSilence();
        }
        assertThat(gateway.connected).isEmpty();
    }

    private void assertClosesConnection(byte[] bytes) throws IOException {
        assertClosesConnection(4, bytes);
    }

    private void assertClosesConnection(int level, byte[] bytes) throws IOException {
        try (RawClient client = RawClient.connected(gateway, level, "a.pump", "app")) {
            client.send(bytes);
            client.assertHungUpInSilence();
        }
        assertThat(gateway.commands).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MQTX, 4", "MQISDP, 3", "mqtt, 4", "MQTTX, 4", "'', 4"})
    void another_protocol_is_not_let_in(String name, int level) throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.packet(
                    0x10,
                    connectStart(name, level, USER_AND_PASSWORD | CLEAN)
                            .text("a.pump")
                            .text(Gateway.PASSWORD)));
            assertThat(client.isHungUp()).isTrue();
        }
        assertThat(gateway.connected).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MQTT, 3", "MQTT, 6", "MQTT, 0", "MQIsdp, 4", "MQIsdp, 5"})
    void a_level_that_its_name_does_not_have_is_refused_with_code_1(String name, int level) throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.packet(
                    0x10,
                    connectStart(name, level, USER_AND_PASSWORD | CLEAN)
                            .text("a.pump")
                            .text(Gateway.PASSWORD)));
            assertThat(client.read().body()).containsExactly(0, 1);
            assertThat(client.isHungUp()).isTrue();
        }
    }

    @Test
    void the_reserved_bit_must_be_0() throws Exception {
        assertClosedWithoutAnswer(RawClient.packet(
                0x10,
                connectStart("MQTT", 4, USER_AND_PASSWORD | CLEAN | 1)
                        .text("a.pump")
                        .text(Gateway.PASSWORD)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x10, 0x18, 0x20})
    void will_qos_and_will_retain_need_a_will(int flags) throws Exception {
        assertClosedWithoutAnswer(RawClient.packet(
                0x10,
                connectStart("MQTT", 4, USER_AND_PASSWORD | CLEAN | flags)
                        .text("a.pump")
                        .text(Gateway.PASSWORD)));
    }

    @Test
    void mqtt_3_1_disregards_them() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.packet(
                    0x10,
                    connectStart("MQIsdp", 3, USER_AND_PASSWORD | CLEAN | 0x30 | 1)
                            .text("a.pump")
                            .text(Gateway.PASSWORD)));
            assertThat(client.read().body()).containsExactly(0, 0);
        }
    }

    @Test
    void a_will_at_qos_3_is_malformed() throws Exception {
        assertClosedWithoutAnswer(RawClient.packet(
                0x10,
                connectStart("MQTT", 4, USER_AND_PASSWORD | CLEAN | 0x1C)
                        .text("wills")
                        .text("gone")
                        .text("a.pump")
                        .text(Gateway.PASSWORD)));
    }

    @Test
    void a_password_needs_a_user_name() throws Exception {
        assertClosedWithoutAnswer(
                RawClient.packet(0x10, connectStart("MQTT", 4, 0x40 | CLEAN).text(Gateway.PASSWORD)));
    }

    @Test
    void a_field_that_the_flags_announce_must_be_there() throws Exception {
        gateway.close();
        gateway = new Gateway(BrokerSettings.on("127.0.0.1", 0)
                .withPatience(new BrokerSettings.Patience(
                        Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMillis(1))));
        assertClosedWithoutAnswer(RawClient.packet(
                0x10, connectStart("MQTT", 4, USER_AND_PASSWORD | CLEAN).text("a.pump")));
        assertClosedWithoutAnswer(RawClient.packet(
                0x10, connectStart("MQTT", 4, USER_AND_PASSWORD | CLEAN | 4).text("wills")));
        assertClosedWithoutAnswer(RawClient.packet(0x10, new Body().text("MQTT")));
    }

    @Test
    void a_field_that_the_flags_do_not_announce_must_not_be_there() throws Exception {
        assertClosedWithoutAnswer(RawClient.packet(
                0x10, connectStart("MQTT", 4, 0x80 | CLEAN).text("a.pump").text(Gateway.PASSWORD)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x11, 0x12, 0x18})
    void connect_has_no_flags(int header) throws Exception {
        assertClosedWithoutAnswer(RawClient.packet(
                header,
                connectStart("MQTT", 4, USER_AND_PASSWORD | CLEAN)
                        .text("a.pump")
                        .text(Gateway.PASSWORD)));
    }

    @ParameterizedTest
    @CsvSource({
        "0x41", "0x42", "0x48", "0x51", "0x58", "0x60", "0x61", "0x63", "0x6A", "0x71", "0x74", "0xC1", "0xC8", "0xE1",
        "0xE2"
    })
    void reserved_flags_of_the_fixed_header_close_the_connection(String header) throws Exception {
        int first = Integer.decode(header);
        Body body = first >= 0xC0 ? new Body() : new Body().number(7);
        assertClosesConnection(RawClient.packet(first, body));
        assertClosesConnection(3, RawClient.packet(first, body));
    }

    @ParameterizedTest
    @CsvSource({"0x80", "0x81", "0x83", "0x86", "0x8A"})
    void subscribe_has_its_own_flags(String header) throws Exception {
        assertClosesConnection(RawClient.packet(
                Integer.decode(header), new Body().number(7).text("news").octet(0)));
    }

    @ParameterizedTest
    @CsvSource({"0xA0", "0xA1", "0xA3", "0xA6", "0xAA"})
    void unsubscribe_has_its_own_flags(String header) throws Exception {
        assertClosesConnection(
                RawClient.packet(Integer.decode(header), new Body().number(7).text("news")));
    }

    @Test
    void a_length_of_more_than_four_bytes_closes_the_connection() throws Exception {
        assertClosedWithoutAnswer(new byte[] {0x10, -1, -1, -1, -1, 1});
        assertClosesConnection(new byte[] {0x30, -1, -1, -1, -1, 1});
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x90, 0xB0, 0xD0, 0x00, 0xF0})
    void packets_of_a_server_are_none_of_a_client(int header) throws Exception {
        assertClosesConnection(RawClient.packet(
                header, header == 0xD0 ? new Body() : new Body().number(1).octet(0)));
    }

    @Test
    void a_second_connect_is_the_end_of_the_first() throws Exception {
        assertClosesConnection(RawClient.connect(4, true, "app", "a.pump", Gateway.PASSWORD));
    }

    @Test
    void the_first_packet_must_be_connect() throws Exception {
        for (byte[] packet : new byte[][] {
            RawClient.ping(), RawClient.disconnect(), RawClient.subscribe(4, 1, 0, "news"), {'G', 'E', 'T', ' ', '/'}
        }) {
            assertClosedWithoutAnswer(packet);
        }
    }

    @Test
    void a_refused_client_is_told_and_closed_and_what_it_sent_meanwhile_is_not_looked_at() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(new Body()
                    .raw(RawClient.connect(4, true, "app", "a.pump", "guess"))
                    .raw(RawClient.publish("api", "x", 1, 1, false))
                    .bytes());
            assertThat(client.read().body()).containsExactly(0, 4);
            client.assertHungUpInSilence();
        }
        assertThat(gateway.commands).isEmpty();
    }

    @Test
    void connack_comes_before_everything_else() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(new Body()
                    .raw(RawClient.connect(4, true, "app", "a.pump", Gateway.PASSWORD))
                    .raw(RawClient.ping())
                    .bytes());
            assertThat(client.read().type()).isEqualTo(RawClient.CONNACK);
            assertThat(client.read().type()).isEqualTo(RawClient.PINGRESP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "a", "§ü €😀 /+#", "$x"})
    void client_ids_of_all_kinds_are_taken(String clientId) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", clientId)) {
            client.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(client.read().topic()).isEqualTo("reply");
            assertThat(gateway.connectionOf(clientId).clientId()).isEqualTo(clientId);
        }
    }

    @Test
    void two_clients_without_an_id_are_two_clients() throws Exception {
        try (RawClient one = RawClient.connected(gateway, 4, "a.pump", "");
                RawClient two = RawClient.connected(gateway, 4, "a.pump", "")) {
            for (RawClient client : new RawClient[] {one, two}) {
                client.send(RawClient.publish("api", "x", 0, 0, false));
                assertThat(client.read().topic()).isEqualTo("reply");
            }
        }
    }

    @Test
    void a_newer_client_with_the_same_id_disconnects_the_older() throws Exception {
        try (RawClient older = RawClient.connected(gateway, 4, "a.pump", "app");
                RawClient newer = RawClient.connected(gateway, 4, "a.pump", "app")) {
            older.assertHungUpInSilence();
            newer.send(RawClient.ping());
            assertThat(newer.read().type()).isEqualTo(RawClient.PINGRESP);
        }
    }

    @Test
    void after_disconnect_the_broker_closes_and_looks_at_nothing_more() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(new Body()
                    .raw(RawClient.disconnect())
                    .raw(RawClient.publish("api", "late", 1, 1, false))
                    .bytes());
            client.assertHungUpInSilence();
        }
        await().until(() -> gateway.disconnected.size() == 1);
        assertThat(gateway.commands).isEmpty();
    }

    @Test
    void every_ping_is_answered() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            for (int i = 0; i < 5; i++) {
                client.send(RawClient.ping());
            }
            for (int i = 0; i < 5; i++) {
                Packet answer = client.read();
                assertThat(answer.type()).isEqualTo(RawClient.PINGRESP);
                assertThat(answer.body()).isEmpty();
            }
        }
    }
}
