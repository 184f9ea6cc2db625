package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** The answer to this comes after all that was sent before it was handled. */
    private static void awaitHandled(RawClient client) throws Exception {
        client.send(RawClient.ping());
        client.read(RawClient.PINGRESP);
    }

    @Test
    void a_command_at_qos_1_is_acknowledged_under_its_packet_id() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish("api/1", "x", 1, 0x1234, false));
            assertThat(client.read(RawClient.PUBACK).packetId()).isEqualTo(0x1234);
        }
    }

    @Test
    void a_command_that_is_sent_again_is_run_once() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish("api/1", "x", 1, 7, false));
            client.send(RawClient.publish("api/1", "x", 1, 7, true));
            client.read(RawClient.PUBACK);
            client.read(RawClient.PUBACK);
            assertThat(gateway.commands).hasSize(1);
        }
    }

    /** Its reply went down with the connection over which the command first came. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void a_command_that_is_sent_again_over_the_next_connection_is_run_once_and_answered_again(int level)
            throws Exception {
        byte[] connect = RawClient.connect(level, false, "app", "a.pump", Gateway.PASSWORD);
        try (RawClient client = new RawClient(gateway)) {
            client.send(connect);
            client.send(RawClient.publish("api/1", "x", 1, 7, false));
            client.read(RawClient.PUBACK);
            client.reset();
        }
        try (RawClient client = new RawClient(gateway)) {
            client.send(connect);
            client.send(RawClient.publish("api/1", "x", 1, 7, true));
            assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply/1");
            client.read(RawClient.PUBACK);
            assertThat(gateway.commands).hasSize(1);
        }
    }

    @Test
    void a_command_sent_again_after_a_clean_start_is_a_new_one() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, false, "app", "a.pump", Gateway.PASSWORD));
            client.send(RawClient.publish("api/1", "x", 1, 7, false));
            client.read(RawClient.PUBACK);
        }
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish("api/1", "x", 1, 7, true));
            client.read(RawClient.PUBACK);
            assertThat(gateway.commands).hasSize(2);
        }
    }

    @Test
    void another_command_with_a_used_packet_id_is_run() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish("api/1", "x", 1, 7, false));
            client.send(RawClient.publish("api/1", "x", 1, 7, false));
            client.send(RawClient.publish("api/1", "y", 1, 7, true));
            client.send(RawClient.publish("api/2", "y", 1, 7, true));
            awaitHandled(client);
            assertThat(gateway.commands).hasSize(4);
        }
    }

    private RawClient back() throws Exception {
        RawClient client = new RawClient(gateway);
        client.send(RawClient.connect(4, false, "app", "a.pump", Gateway.PASSWORD));
        client.read(RawClient.CONNACK);
        return client;
    }

    @ParameterizedTest
    @CsvSource({"api/1, 2", "thing/pump/x, 1", "thing/pump/x, 2"})
    void what_the_gateway_fails_over_is_taken_when_it_is_sent_again(String topic, int qos) throws Exception {
        gateway.failOn("x");
        try (RawClient client = back()) {
            client.send(RawClient.publish(topic, "x", qos, 7, false));
            assertThat(client.isHungUp()).isTrue();
        }
        gateway.failOn(null);
        try (RawClient client = back()) {
            client.send(RawClient.publish(topic, "x", qos, 7, true));
            if (topic.startsWith("thing")) {
                gateway.published(0).acknowledge(TopicMessage.Outcome.DONE);
            } else {
                assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply/1");
            }
            assertThat(client.read(qos == 1 ? RawClient.PUBACK : RawClient.PUBREC)
                            .packetId())
                    .isEqualTo(7);
        }
    }

    @Test
    void a_command_at_qos_2_is_run_once() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish("api/1", "x", 2, 7, false));
            client.send(RawClient.publish("api/1", "x", 2, 7, true));
            assertThat(client.read(RawClient.PUBREC).packetId()).isEqualTo(7);
            assertThat(client.read(RawClient.PUBREC).packetId()).isEqualTo(7);
            client.send(RawClient.packet(0x62, new Body().number(7)));
            assertThat(client.read(RawClient.PUBCOMP).packetId()).isEqualTo(7);
            assertThat(gateway.commands).hasSize(1);
            client.send(RawClient.publish("api/1", "x", 2, 7, false));
            awaitHandled(client);
            assertThat(gateway.commands).hasSize(2);
        }
    }

    @Test
    void qos_2_commands_that_are_never_released_close_the_connection() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            for (int id = 1; id <= 1001; id++) {
                client.send(RawClient.publish("api/1", "x", 2, id, false));
            }
            assertThat(client.isHungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply/1", "replyz", "notify/mailbox_activity", "$SYS/x", "api/x/y"})
    void what_is_published_on_reserved_topics_goes_nowhere_but_is_acknowledged(String topic) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app");
                Device other = Device.connect(gateway, "a.pump", "sub")) {
            for (String filter : new String[] {"#", "reply/#", "replyz", "notify/#"}) {
                other.subscribe(filter, MqttQos.AT_MOST_ONCE);
            }
            client.send(RawClient.publish(topic, "x", 1, 7, false));
            assertThat(client.read(RawClient.PUBACK).packetId()).isEqualTo(7);
            client.send(RawClient.publish(topic, "x", 2, 8, false));
            client.send(RawClient.packet(0x62, new Body().number(8)));
            assertThat(client.read(RawClient.PUBREC).packetId()).isEqualTo(8);
            assertThat(client.read(RawClient.PUBCOMP).packetId()).isEqualTo(8);
            other.publish("marker", "x");
            other.awaitReceived("marker x");
            assertThat(other.received).containsExactly("marker x");
            assertThat(gateway.commands).isEmpty();
        }
    }

    @Test
    void mqtt_5_clients_are_told_why_a_publish_goes_nowhere() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 5, "a.pump", "app")) {
            client.send(RawClient.publish("reply/1", "\0x", 1, 7, false));
            assertThat(client.read(RawClient.PUBACK).at(2)).isEqualTo(0x87);
            client.send(RawClient.publish("api/" + "x".repeat(65), "\0x", 1, 7, false));
            assertThat(client.read(RawClient.PUBACK).at(2)).isEqualTo(0x90);
            client.send(RawClient.publish("api/", "\0x", 2, 7, false));
            assertThat(client.read(RawClient.PUBREC).at(2)).isEqualTo(0x90);
        }
    }

    @Test
    void every_filter_is_answered_in_order() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.subscribe(4, 9, 2, "reply/#", "news", "api", "#", "a/#/b", "notify/x"));
            Packet subAck = client.read(RawClient.SUBACK);
            assertThat(subAck.packetId()).isEqualTo(9);
            assertThat(subAck.body()).endsWith(1, 2, 0x80, 2, 0x80, 1).hasSize(8);
        }
    }

    @Test
    void one_filter_is_answered_with_five_bytes() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 3, "a.pump", "app")) {
            client.send(RawClient.subscribe(3, 9, 1, "reply/#"));
            assertThat(client.read(RawClient.SUBACK).body()).containsExactly(0, 9, 0);
            client.send(RawClient.subscribe(3, 10, 1, "news"));
            assertThat(client.read(RawClient.SUBACK).body()).containsExactly(0, 10, 0);
        }
    }

    @Test
    void mqtt_5_gets_one_code_for_each_filter_it_unsubscribes() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 5, "a.pump", "app")) {
            client.send(RawClient.subscribe(5, 1, 1, "reply/#", "news"));
            client.read(RawClient.SUBACK);
            client.send(RawClient.unsubscribe(5, 2, "other", "reply/#", "news", "news"));
            assertThat(client.read(RawClient.UNSUBACK).body()).containsExactly(0, 2, 0, 0x11, 0, 0, 0x11);
            client.send(RawClient.unsubscribe(5, 3, "reply"));
            assertThat(client.read(RawClient.UNSUBACK).body()).containsExactly(0, 3, 0, 0x11);
        }
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.unsubscribe(4, 2, "reply"));
            assertThat(client.read(RawClient.UNSUBACK).body()).containsExactly(0, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void replies_come_at_the_qos_of_the_clients_own_subscription_but_never_above_0_in_mqtt_3_1(int level)
            throws Exception {
        try (RawClient client = RawClient.connected(gateway, level, "a.pump", "app")) {
            String nothing = level == 5 ? "\0" : "";
            client.send(RawClient.subscribe(level, 1, 1, "reply/#"));
            client.read(RawClient.SUBACK);
            for (int i = 0; i < 30; i++) {
                client.send(RawClient.publish("api/" + i, nothing + "x", 0, 0, false));
                Packet reply = client.read(RawClient.PUBLISH);
                assertThat(reply.topic()).isEqualTo("reply/" + i);
                assertThat(reply.flags() >> 1 & 3).isEqualTo(level == 3 ? 0 : 1);
                if (level > 3) {
                    int topicLength = reply.topic().length();
                    int packetId = reply.at(2 + topicLength) << 8 | reply.at(3 + topicLength);
                    client.send(RawClient.packet(0x40, new Body().number(packetId)));
                }
            }
        }
    }

    @Test
    void a_client_that_acknowledges_no_replies_is_closed_before_any_is_lost() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.subscribe(4, 1, 1, "reply/#"));
            client.read(RawClient.SUBACK);
            for (int i = 0; i < 600; i++) {
                client.send(RawClient.publish("api/" + i, "x", 0, 0, false));
            }
            assertThat(client.isHungUp()).isTrue();
        }
    }
}
