package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.Client5.Property;
import dev.tr50.broker.Client5.Will;
import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT, CONNACK, DISCONNECT and AUTH of MQTT 5. */
class Mqtt5ConnectTest {

    private static final int PROTOCOL_ERROR = 0x82;
    private static final int ASSIGNED_ID = 0x12;
    private static final int RESPONSE_INFORMATION = 0x1A;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Packet answerTo(byte[] connect) throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            client.raw.send(connect);
            return client.raw.read();
        }
    }

    private void assertRefused(byte[] connect, int reason) throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            client.raw.send(connect);
            Packet connAck = client.raw.read();
            assertThat(connAck.type()).isEqualTo(RawClient.CONNACK);
            assertThat(connAck.at(0)).isZero();
            assertThat(connAck.at(1)).isEqualTo(reason);
            client.raw.drain();
        }
    }

    @Test
    void a_welcome_says_what_the_broker_takes_and_leaves_out_what_goes_without_saying() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            assertThat(client.connAck.at(0)).isZero();
            assertThat(client.connAckProperties()).extracting(Property::id).containsExactlyInAnyOrder(0x27, 0x21, 0x22);
        }
    }

    @Test
    void a_client_without_an_id_is_told_its_new_one_which_is_nobody_elses() throws Exception {
        try (Client5 one = Client5.open(gateway, "a.pump", "");
                Client5 two = Client5.open(gateway, "a.pump", "", false, NONE)) {
            String first = (String) one.connAckProperty(ASSIGNED_ID);
            String second = (String) two.connAckProperty(ASSIGNED_ID);
            assertThat(first).isNotEmpty().isNotEqualTo(second);
            assertThat(gateway.connectionOf(first)).isNotNull();
            assertThat(gateway.connectionOf(second)).isNotNull();
        }
    }

    @Test
    void an_assigned_id_can_be_used_to_come_back_to_the_session() throws Exception {
        Body lasting = Client5.four(0x11, 60);
        String id;
        try (Client5 client = Client5.open(gateway, "a.pump", "", false, lasting)) {
            id = (String) client.connAckProperty(ASSIGNED_ID);
        }
        try (Client5 client = Client5.open(gateway, "a.pump", id, false, lasting)) {
            assertThat(client.connAck.at(0)).isEqualTo(1);
            assertThat(client.connAckProperty(ASSIGNED_ID)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "0123456789abcdefghijklm", "nopqrstuvwxyzABCDEFGHIJ", "KLMNOPQRSTUVWXYZ", "a/b+c#d $é"})
    void client_ids_of_all_letters_and_digits_and_of_others_are_taken(String id) throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", id)) {
            assertThat(client.connAckProperty(ASSIGNED_ID)).isNull();
            assertThat(gateway.connectionOf(id).clientId()).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1025, 30_000})
    void a_client_id_that_is_too_long_is_refused(int length) throws Exception {
        assertRefused(Client5.connect("a.pump", "x".repeat(length), true, NONE), 0x85);
    }

    @Test
    void response_information_is_given_to_those_who_ask_only() throws Exception {
        try (Client5 asking = Client5.open(gateway, "a.pump", "one", true, Client5.one(0x19, 1));
                Client5 declining = Client5.open(gateway, "a.pump", "two", true, Client5.one(0x19, 0));
                Client5 silent = Client5.open(gateway, "a.pump", "three")) {
            assertThat(asking.connAckProperty(RESPONSE_INFORMATION)).isEqualTo("reply/");
            assertThat(declining.connAckProperty(RESPONSE_INFORMATION)).isNull();
            assertThat(silent.connAckProperty(RESPONSE_INFORMATION)).isNull();
        }
    }

    @Test
    void an_authentication_method_is_refused_for_there_is_none() throws Exception {
        Body method = Client5.all(Client5.text(0x15, "SCRAM-SHA-1"), Client5.text(0x16, "data"));
        assertRefused(Client5.connect("a.pump", "app", true, method), 0x8C);
    }

    @Test
    void an_authentication_packet_is_a_protocol_error() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(RawClient.packet(0xF0, Client5.block(new Body().octet(0x19), Client5.text(0x15, "m"))));
            assertThat(client.farewell()).isEqualTo(PROTOCOL_ERROR);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void an_authentication_packet_before_connect_closes_the_connection() throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            client.raw.send(new byte[] {(byte) 0xF0, 0});
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void a_second_connect_is_a_protocol_error() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(Client5.connect("a.pump", "app", true, NONE));
            Packet next = client.raw.read();
            assertThat(next.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(next.at(0)).isEqualTo(PROTOCOL_ERROR);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"MQTT, 6", "MQTT, 2", "mqtt, 5", "MQTT, 127"})
    void another_protocol_or_version_is_turned_away(String name, int level) throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            Body body = new Body()
                    .text(name)
                    .octet(level)
                    .octet(2)
                    .number(60)
                    .octet(0)
                    .text("app");
            client.raw.send(RawClient.packet(0x10, body));
            client.raw.drain();
            assertThat(gateway.connected).isEmpty();
        }
    }

    @Test
    void a_wrong_password_is_refused_and_nothing_behind_it_is_looked_at() throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            byte[] connect = RawClient.packet(
                    0x10, Client5.head(0xC2, NONE).text("app").text("a.pump").text("wrong"));
            byte[] command = Client5.publish(0, "api/1", 0, NONE, "x");
            client.raw.send(new Body().raw(connect).raw(command).bytes());
            Packet connAck = client.raw.read();
            assertThat(connAck.at(0)).isZero();
            assertThat(connAck.at(1)).isEqualTo(0x86);
            assertThat(client.raw.isHungUp()).isTrue();
            assertThat(gateway.commands).isEmpty();
        }
    }

    @Test
    void what_is_sent_before_connack_is_carried_out_after_it() throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            byte[] connect = Client5.connect("a.pump", "app", true, NONE);
            byte[] command = Client5.publish(0, "api/1", 0, NONE, "x");
            client.raw.send(new Body().raw(connect).raw(command).bytes());
            assertThat(client.raw.read().type()).isEqualTo(RawClient.CONNACK);
            assertThat(client.message().payload()).isEqualTo("re:x");
        }
    }

    @Test
    void a_will_to_a_topic_that_nobody_may_publish_to_is_refused() throws Exception {
        for (String topic : new String[] {"reply/1", "$SYS/x", "a/+", ""}) {
            Will will = new Will(topic, "x", 0, false, NONE);
            assertThat(answerTo(will.connect("a.pump", "app", true, NONE)).at(1))
                    .as(topic)
                    .isEqualTo(0x90);
        }
    }

    @Test
    void a_will_that_is_not_the_text_it_says_is_refused() throws Exception {
        Body body = Client5.head(0xC6, NONE).text("app");
        Client5.block(body, Client5.one(0x01, 1)).text("will").number(2).raw(new byte[] {(byte) 0xC0, 0});
        assertRefused(RawClient.packet(0x10, body.text("a.pump").text(Gateway.PASSWORD)), 0x99);
    }

    @Test
    void session_present_tells_whether_there_was_one_and_never_after_a_clean_start() throws Exception {
        Body lasting = Client5.four(0x11, 60);
        for (int[] step : new int[][] {{0, 0}, {0, 1}, {1, 0}, {0, 1}}) {
            try (Client5 client = Client5.open(gateway, "a.pump", "app", step[0] == 1, lasting)) {
                assertThat(client.connAck.at(0)).isEqualTo(step[1]);
            }
        }
    }

    @Test
    void the_older_of_two_connections_is_told_that_the_session_was_taken_over() throws Exception {
        try (Client5 older = Client5.open(gateway, "a.pump", "app");
                Client5 newer = Client5.open(gateway, "a.pump", "app")) {
            assertThat(older.farewell()).isEqualTo(0x8E);
            assertThat(older.raw.isHungUp()).isTrue();
            assertThat(newer.messages()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 0x80})
    void a_client_that_says_goodbye_is_hung_up_on_and_told_nothing(int reason) throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(Client5.disconnect(reason, Client5.text(0x1F, "why")));
            client.raw.drain();
            await().until(() -> gateway.disconnected.size() == 1);
        }
    }

    @Test
    void the_shortest_goodbye_is_understood() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(new byte[] {(byte) 0xE0, 0});
            client.raw.drain();
        }
    }

    @Test
    void nothing_that_follows_a_goodbye_is_carried_out() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            byte[] command = Client5.publish(0, "api/1", 0, NONE, "x");
            client.raw.send(
                    new Body().raw(Client5.disconnect(0, NONE)).raw(command).bytes());
            client.raw.drain();
            await().until(() -> gateway.disconnected.size() == 1);
            assertThat(gateway.commands).isEmpty();
        }
    }

    @Test
    void a_broker_that_shuts_down_says_so() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            gateway.connectionOf("app");
            gateway.close();
            assertThat(client.farewell()).isEqualTo(0x8B);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void the_keep_alive_is_the_clients_own_and_silence_beyond_it_is_answered_with_its_code() throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            Body body = new Body().text("MQTT").octet(5).octet(0xC2).number(1).octet(0);
            client.raw.send(
                    RawClient.packet(0x10, body.text("app").text("a.pump").text(Gateway.PASSWORD)));
            client.connAck = client.raw.read();
            assertThat(client.connAckProperty(0x13)).isNull();
            assertThat(client.farewell()).isEqualTo(0x8D);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void a_client_that_wants_no_problem_information_is_told_reasons_only_where_that_is_allowed() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, Client5.one(0x17, 0))) {
            client.raw.send(Client5.publish(2, "reply/1", 7, NONE, "x"));
            assertThat(client.await(RawClient.PUBACK).body()).containsExactly(0, 7, 0x87, 0);
            client.raw.send(Client5.publish(4, "reply/1", 8, NONE, "x"));
            assertThat(client.await(RawClient.PUBREC).body()).containsExactly(0, 8, 0x87, 0);
            client.raw.send(Client5.acknowledge(0x62, 9));
            assertThat(client.await(RawClient.PUBCOMP).body()).containsExactly(0, 9, 0x92, 0);
            assertThat(client.subscribe("api", 0).body()).containsExactly(0, 9, 0, 0x87);
            assertThat(client.unsubscribe("api").body()).containsExactly(0, 8, 0, 0x11);
        }
    }

    @Test
    void a_farewell_says_why_and_never_how_long_the_session_lasts() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(Client5.publish(0, "", 0, NONE, "x"));
            Packet farewell = client.await(RawClient.DISCONNECT);
            var properties = Client5.properties(ByteBuffer.wrap(farewell.body(), 1, farewell.body().length - 1));
            assertThat(properties).extracting(Property::id).containsExactly(0x1F);
        }
    }
}
