package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway publishes under {@code thing/}. */
class ServerTopicTest {

    private static final String TOPIC = "thing/pump/property/rpm";

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void publish(String group, String topic, String payload) {
        gateway.broker.publish(group, topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {TOPIC, "thing/pump/property/+", "thing/pump/#", "thing/+/property/rpm", "thing/#"})
    void it_reaches_who_subscribed_with_or_without_wildcards(String filter) {
        try (Device user = Device.connect(gateway, "a.user", "x")) {
            user.subscribe(filter, MqttQos.AT_LEAST_ONCE);
            publish("a", TOPIC, "900");
            user.awaitReceived(TOPIC + " 900");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+/pump/property/rpm", "+/#"})
    void filters_that_begin_with_a_wildcard_do_not_match_it(String filter) {
        try (Device user = Device.connect(gateway, "a.user", "x")) {
            user.subscribe(filter, MqttQos.AT_LEAST_ONCE);
            assertThat(gateway.broker.hasSubscribers("a", TOPIC)).isFalse();
            publish("a", TOPIC, "900");
            user.publish("marker/pump/property/rpm", "x");
            user.awaitReceived("marker/pump/property/rpm x");
            assertThat(user.received).hasSize(1);
        }
    }

    @Test
    void ordinary_messages_do_not_reach_those_who_subscribed_to_it() {
        try (Device user = Device.connect(gateway, "a.user", "x")) {
            user.subscribe("thing/#", MqttQos.AT_LEAST_ONCE);
            user.publish("things/pump", "x");
            publish("a", TOPIC, "900");
            user.awaitReceived(TOPIC + " 900");
            assertThat(user.received).hasSize(1);
        }
    }

    @Test
    void it_does_not_cross_groups() {
        try (Device here = Device.connect(gateway, "a.user", "x");
                Device there = Device.connect(gateway, "b.user", "x")) {
            here.subscribe("thing/#", MqttQos.AT_LEAST_ONCE);
            there.subscribe("thing/#", MqttQos.AT_LEAST_ONCE);
            publish("a", TOPIC, "1");
            publish("b", TOPIC, "2");
            here.awaitReceived(TOPIC + " 1");
            there.awaitReceived(TOPIC + " 2");
            assertThat(here.received).hasSize(1);
            assertThat(there.received).hasSize(1);
        }
    }

    @Test
    void overlapping_filters_bring_one_copy() {
        try (Device user = Device.connect(gateway, "a.user", "x")) {
            user.subscribe("thing/#", MqttQos.AT_MOST_ONCE);
            user.subscribe("thing/pump/+/rpm", MqttQos.AT_LEAST_ONCE);
            user.subscribe(TOPIC, MqttQos.AT_MOST_ONCE);
            publish("a", TOPIC, "1");
            publish("a", TOPIC, "2");
            user.awaitReceived(TOPIC + " 2");
            assertThat(user.received).containsExactly(TOPIC + " 1", TOPIC + " 2");
        }
    }

    @Test
    void what_is_published_in_a_row_arrives_in_that_order() {
        try (Device user = Device.connect(gateway, "a.user", "x")) {
            user.subscribe("thing/#", MqttQos.AT_LEAST_ONCE);
            IntStream.range(0, 500).forEach(i -> publish("a", TOPIC, "" + i));
            await().until(() -> user.received.size() == 500);
            assertThat(user.received)
                    .containsExactlyElementsOf(IntStream.range(0, 500)
                            .mapToObj(i -> TOPIC + " " + i)
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 0", "3, 2, 0", "4, 0, 0", "4, 1, 1", "4, 2, 1", "5, 2, 1"})
    void the_qos_is_that_of_the_subscription_at_most_1_and_0_before_mqtt_3_1_1(int level, int asked, int granted)
            throws Exception {
        try (RawClient client = RawClient.connected(gateway, level, "a.pump", "app")) {
            client.send(RawClient.subscribe(level, 1, asked, "thing/pump/#"));
            assertThat(client.read(RawClient.SUBACK).at(level == 5 ? 3 : 2)).isEqualTo(granted);
            publish("a", TOPIC, "1");
            Packet message = client.read(RawClient.PUBLISH);
            assertThat(message.flags() >> 1 & 3).isEqualTo(granted);
            assertThat(message.topic()).isEqualTo(TOPIC);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thing/valve/property/rpm", "thing/+/property/rpm", "thing/#", "thing", "thing/pump"})
    void what_the_gateway_does_not_allow_is_refused(String filter) throws Exception {
        try (RawClient older = RawClient.connected(gateway, 4, "a.pump", "app");
                RawClient newer = RawClient.connected(gateway, 5, "a.pump", "app5")) {
            older.send(RawClient.subscribe(4, 1, 0, filter, "thing/pump/#"));
            Packet subAck = older.read(RawClient.SUBACK);
            assertThat(subAck.at(2)).isEqualTo(0x80);
            assertThat(subAck.at(3)).isZero();
            newer.send(RawClient.subscribe(5, 1, 0, filter, "$share/s/" + filter));
            subAck = newer.read(RawClient.SUBACK);
            assertThat(subAck.at(3)).isEqualTo(0x87);
            assertThat(subAck.at(4)).isEqualTo(0x87);
        }
    }

    @Test
    void sessions_that_share_a_subscription_get_each_message_once_together() throws Exception {
        try (RawClient one = RawClient.connected(gateway, 5, "a.user", "1");
                RawClient two = RawClient.connected(gateway, 5, "a.user", "2")) {
            for (RawClient client : new RawClient[] {one, two}) {
                client.send(RawClient.subscribe(5, 1, 0, "$share/pool/thing/+/property/#"));
                assertThat(client.read(RawClient.SUBACK).at(3)).isZero();
                client.send(RawClient.subscribe(5, 2, 0, "thing/pump/marker"));
                client.read(RawClient.SUBACK);
            }
            for (int i = 0; i < 10; i++) {
                publish("a", TOPIC, "" + i);
            }
            publish("a", "thing/pump/marker", "");
            assertThat(countUntilMarker(one) + countUntilMarker(two)).isEqualTo(10);
        }
    }

    private static int countUntilMarker(RawClient client) throws Exception {
        int count = 0;
        while (!client.read(RawClient.PUBLISH).topic().endsWith("marker")) {
            count++;
        }
        return count;
    }

    @Test
    void it_is_not_retained() throws Exception {
        publish("a", TOPIC, "1");
        try (RawClient user = RawClient.connected(gateway, 4, "a.user", "app")) {
            user.send(RawClient.subscribe(4, 1, 0, "thing/#"));
            user.read(RawClient.SUBACK);
            publish("a", TOPIC, "2");
            Packet message = user.read(RawClient.PUBLISH);
            assertThat(message.flags() & 1).isZero();
            assertThat(new String(message.body(), StandardCharsets.UTF_8)).endsWith("2");
        }
    }

    @Test
    void a_session_that_is_away_gets_it_when_it_is_back() {
        try (Device user = Device.connectLasting(gateway, "a.user", "x")) {
            user.subscribe("thing/#", MqttQos.AT_LEAST_ONCE);
        }
        publish("a", TOPIC, "1");
        try (Device back = Device.connectLasting(gateway, "a.user", "x")) {
            back.awaitReceived(TOPIC + " 1");
        }
    }

    @Test
    void subscribers_are_known_until_they_unsubscribe_or_their_session_ends() throws Exception {
        assertThat(gateway.broker.hasSubscribers("a", TOPIC)).isFalse();
        try (RawClient one = RawClient.connected(gateway, 4, "a.user", "1")) {
            one.send(RawClient.subscribe(4, 1, 0, "thing/+/property/+"));
            one.read(RawClient.SUBACK);
            assertThat(gateway.broker.hasSubscribers("a", TOPIC)).isTrue();
            assertThat(gateway.broker.hasSubscribers("b", TOPIC)).isFalse();
            assertThat(gateway.broker.hasSubscribers("a", "thing/pump/alarm/heat"))
                    .isFalse();
            one.send(RawClient.unsubscribe(4, 2, "thing/+/property/+"));
            one.read(RawClient.UNSUBACK);
            assertThat(gateway.broker.hasSubscribers("a", TOPIC)).isFalse();
            one.send(RawClient.subscribe(4, 3, 0, "thing/#"));
            one.read(RawClient.SUBACK);
            assertThat(gateway.broker.hasSubscribers("a", TOPIC)).isTrue();
        }
        await().until(() -> !gateway.broker.hasSubscribers("a", TOPIC));
    }

    @Test
    void a_notification_reaches_its_connection_right_after_connack_without_a_subscription() throws Exception {
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        gateway.onConnected(connection -> connection.notify("notify/mailbox_activity", payload));
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(3, true, "app", "a.pump", Gateway.PASSWORD));
            assertThat(client.read().type()).isEqualTo(RawClient.CONNACK);
            Packet notification = client.read();
            assertThat(notification.type()).isEqualTo(RawClient.PUBLISH);
            assertThat(notification.flags()).isZero();
            assertThat(notification.body())
                    .isEqualTo(new Body()
                            .text("notify/mailbox_activity")
                            .raw(payload)
                            .bytes());
        }
    }
}
