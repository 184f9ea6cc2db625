package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Body;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdinaryMqttTest {

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
    @EnumSource(
            value = MqttQos.class,
            names = {"AT_MOST_ONCE", "AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void messages_reach_the_subscribers_of_the_group(MqttQos qos) {
        try (Device publisher = Device.connect(gateway, "a.one", "x");
                Device subscriber = Device.connect(gateway, "a.two", "x")) {
            subscriber.subscribe("plant/+/state", qos);
            publisher.publish("plant/7/state", "on", qos, false);
            subscriber.awaitReceived("plant/7/state on");
        }
    }

    @Test
    void a_repeated_message_whose_first_copy_never_arrived_is_delivered() throws Exception {
        try (RawClient publisher = RawClient.connected(gateway, 4, "a.one", "x");
                Device subscriber = Device.connect(gateway, "a.two", "x")) {
            subscriber.subscribe("news/#", MqttQos.EXACTLY_ONCE);
            publisher.send(RawClient.publish("news/1", "x", 1, 5, true));
            publisher.send(RawClient.publish("news/2", "x", 2, 6, true));
            publisher.send(RawClient.publish("news/2", "x", 2, 6, true));
            publisher.send(RawClient.packet(0x62, new Body().number(6)));
            assertThat(publisher.read(RawClient.PUBCOMP).packetId()).isEqualTo(6);
            subscriber.awaitReceived("news/1 x");
            subscriber.awaitReceived("news/2 x");
            assertThat(subscriber.received).hasSize(2);
        }
    }

    @Test
    void nothing_crosses_from_one_group_to_another() {
        try (Device publisher = Device.connect(gateway, "a.one", "x");
                Device inside = Device.connect(gateway, "a.two", "x");
                Device outside = Device.connect(gateway, "b.one", "x")) {
            for (String filter : new String[] {"#", "+/#", "plant/#", "+/+/+", "g:a/#"}) {
                outside.subscribe(filter, MqttQos.AT_LEAST_ONCE);
            }
            inside.subscribe("#", MqttQos.AT_LEAST_ONCE);
            publisher.publish("plant/7/state", "on", MqttQos.AT_LEAST_ONCE, true);
            inside.awaitReceived("plant/7/state on");
            outside.subscribe("plant/7/state", MqttQos.AT_LEAST_ONCE);
            outside.publish("own", "x");
            outside.awaitReceived("own x");
            assertThat(outside.received).containsExactly("own x");
        }
    }

    @Test
    void groups_whose_names_hold_separators_and_wildcards_stay_apart() {
        assertThat(new GroupNamespace("a/b").inner("c")).isNotEqualTo(new GroupNamespace("a").inner("b/c"));
        assertThat(new GroupNamespace("+").inner("c")).doesNotContain("+");
        assertThat(new GroupNamespace("#").inner("c")).doesNotContain("#");
        assertThat(new GroupNamespace("%23;").inner("c")).isNotEqualTo(new GroupNamespace("#").inner("c"));
        assertThat(new GroupNamespace("ä").outer(new GroupNamespace("ä").inner("/c/")))
                .isEqualTo("/c/");
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttQos.class,
            names = {"AT_MOST_ONCE", "AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void a_retained_message_waits_for_later_subscribers(MqttQos qos) {
        try (Device publisher = Device.connect(gateway, "a.one", "x");
                Device witness = Device.connect(gateway, "a.one", "w");
                Device subscriber = Device.connect(gateway, "a.two", "x")) {
            witness.subscribe("state", qos);
            publisher.publish("state", "on", qos, true);
            witness.awaitReceived("state on");
            publisher.publish("after", "x");
            subscriber.subscribe("state", MqttQos.AT_LEAST_ONCE);
            subscriber.awaitReceived("state on");
            publisher.publish("state", "", MqttQos.AT_LEAST_ONCE, true);
            witness.awaitReceived("state ");
            try (Device later = Device.connect(gateway, "a.two", "later")) {
                later.subscribe("state", MqttQos.AT_LEAST_ONCE);
                later.publish("end", "x");
                assertThat(later.received).isEmpty();
            }
        }
    }

    @Test
    void a_shared_subscription_gives_each_message_to_one_of_its_group() throws Exception {
        try (RawClient one = RawClient.connected(gateway, 5, "a.one", "x");
                RawClient elsewhere = RawClient.connected(gateway, 5, "b.one", "x");
                Device publisher = Device.connect(gateway, "a.two", "x")) {
            one.send(RawClient.subscribe(5, 1, 0, "$share/s/news/#"));
            assertThat(one.read(RawClient.SUBACK).at(3)).isZero();
            elsewhere.send(RawClient.subscribe(5, 1, 0, "$share/s/news/#"));
            assertThat(elsewhere.read(RawClient.SUBACK).at(3)).isZero();
            for (int i = 0; i < 10; i++) {
                publisher.publish("news/today", "x");
                assertThat(one.read(RawClient.PUBLISH).topic()).isEqualTo("news/today");
            }
        }
    }

    @Test
    void a_will_is_published_when_its_client_is_lost() throws Exception {
        try (Device subscriber = Device.connect(gateway, "a.two", "x");
                RawClient dying = new RawClient(gateway)) {
            subscriber.subscribe("wills/#", MqttQos.AT_LEAST_ONCE);
            dying.send(connectWithWill("wills/one"));
            assertThat(dying.read(RawClient.CONNACK).at(1)).isZero();
            dying.send(RawClient.ping());
            dying.read(RawClient.PINGRESP);
            dying.hangUp();
            subscriber.awaitReceived("wills/one gone");
        }
    }

    @Test
    void a_will_can_be_retained() throws Exception {
        try (Device subscriber = Device.connect(gateway, "a.two", "x");
                Device later = Device.connect(gateway, "a.two", "later");
                RawClient dying = new RawClient(gateway)) {
            subscriber.subscribe("wills/#", MqttQos.AT_LEAST_ONCE);
            dying.send(connectWithWill("wills/one", 0xE6));
            assertThat(dying.read(RawClient.CONNACK).at(1)).isZero();
            dying.send(RawClient.ping());
            dying.read(RawClient.PINGRESP);
            dying.hangUp();
            subscriber.awaitReceived("wills/one gone");
            later.subscribe("wills/#", MqttQos.AT_LEAST_ONCE);
            later.awaitReceived("wills/one gone");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply/1", "api", "thing/x/property/y", "$SYS/x", "a/#"})
    void a_will_on_a_topic_where_nobody_may_publish_is_refused(String topic) throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(connectWithWill(topic));
            assertThat(client.read(RawClient.CONNACK).at(1)).isEqualTo(5);
        }
    }

    private static byte[] connectWithWill(String topic) {
        return connectWithWill(topic, 0xC6);
    }

    private static byte[] connectWithWill(String topic, int flags) {
        return RawClient.packet(
                0x10,
                new Body()
                        .text("MQTT")
                        .octet(4)
                        .octet(flags)
                        .number(60)
                        .text("dying")
                        .text(topic)
                        .text("gone")
                        .text("a.one")
                        .text(Gateway.PASSWORD));
    }
}
