package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {

    private Gateway gateway;
    private Device bystander;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
        bystander = Device.connect(gateway, "a.bystander", "app");
    }

    @AfterEach
    void others_are_served_all_the_same() {
        bystander.subscribe("alive", MqttQos.AT_LEAST_ONCE);
        bystander.publish("alive", "yes");
        bystander.awaitReceived("alive yes");
        bystander.publish("api", "x");
        bystander.awaitReceived("reply re:x");
        bystander.close();
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"4, 0x80", "5, 0x8F"})
    void filters_of_30000_levels_are_refused(int level, String code) throws Exception {
        String deep = "/".repeat(60_000);
        String words = "a/".repeat(30_000);
        for (int i = 0; i < 8; i++) {
            try (RawClient client = RawClient.connected(gateway, level, "a.evil", "app" + i)) {
                client.send(RawClient.subscribe(level, 1, 1, deep, words, "fine"));
                Packet subAck = client.read(RawClient.SUBACK);
                int codes = level == 5 ? 3 : 2;
                assertThat(subAck.at(codes)).isEqualTo(Integer.decode(code));
                assertThat(subAck.at(codes + 1)).isEqualTo(Integer.decode(code));
                assertThat(subAck.at(codes + 2)).isEqualTo(1);
                client.send(RawClient.publish(words, "\0x", 0, 0, false));
                assertThat(client.isHungUp()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$share",
                "$share/",
                "$share//x",
                "$share/a",
                "$share/a/",
                "$share/+/x",
                "$share/#/x",
                "$share/a/x/#/y",
                "a/#/b",
                "a+",
                "#/a",
                "+a/b",
                "a/b#"
            })
    void malformed_filters_are_refused_at_their_place(String filter) throws Exception {
        for (int level : new int[] {4, 5}) {
            try (RawClient client = RawClient.connected(gateway, level, "a.evil", "app")) {
                client.send(RawClient.subscribe(level, 1, 0, "one", filter, "reply/#"));
                Packet subAck = client.read(RawClient.SUBACK);
                int codes = level == 5 ? 3 : 2;
                assertThat(subAck.body()).hasSize(codes + 3);
                assertThat(subAck.at(codes)).isZero();
                assertThat(subAck.at(codes + 1))
                        .isEqualTo(level == 5 && !filter.equals("$share") ? 0x8F : codeOf(level));
                assertThat(subAck.at(codes + 2)).isZero();
                client.send(RawClient.unsubscribe(level, 2, filter));
                client.read(RawClient.UNSUBACK);
            }
        }
    }

    private static int codeOf(int level) {
        return level == 5 ? 0x87 : 0x80;
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "api/#", "apiz/1", "$SYS/#", "$x", "$share/a/reply/#"})
    void reserved_topics_cannot_be_subscribed_to(String filter) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 5, "a.evil", "app")) {
            client.send(RawClient.subscribe(5, 1, 0, filter));
            assertThat(client.read(RawClient.SUBACK).at(3)).isEqualTo(0x87);
        }
    }

    @Test
    void more_filters_than_allowed_are_refused() throws Exception {
        int most = BrokerLimits.DEFAULT.session().filters();
        List<String> filters = new ArrayList<>();
        for (int i = 0; i < most + 5; i++) {
            filters.add("topic/" + i);
        }
        try (RawClient client = RawClient.connected(gateway, 5, "a.evil", "app")) {
            client.send(RawClient.subscribe(5, 1, 0, filters.toArray(String[]::new)));
            Packet subAck = client.read(RawClient.SUBACK);
            assertThat(subAck.at(3 + most - 1)).isZero();
            assertThat(subAck.at(3 + most)).isEqualTo(0x97);
            client.send(RawClient.unsubscribe(5, 2, "topic/0"));
            client.read(RawClient.UNSUBACK);
            client.send(RawClient.subscribe(5, 3, 0, "reply/#", "another"));
            subAck = client.read(RawClient.SUBACK);
            assertThat(subAck.at(3)).isZero();
            assertThat(subAck.at(4)).isEqualTo(0x97);
        }
    }

    @Test
    void a_packet_over_the_limit_closes_its_connection() throws Exception {
        String large = "x".repeat(BrokerLimits.DEFAULT.packet().packetBytes());
        try (RawClient old = RawClient.connected(gateway, 4, "a.evil", "app");
                RawClient current = RawClient.connected(gateway, 5, "a.evil", "app5")) {
            old.sendUntilHungUp(RawClient.publish("api", large, 0, 0, false));
            assertThat(old.isHungUp()).isTrue();
            current.send(new Body()
                    .raw(Arrays.copyOf(RawClient.publish("api", "\0" + large, 0, 0, false), 10_000))
                    .bytes());
            assertThat(current.read().at(0)).isEqualTo(0x95);
            assertThat(current.isHungUp()).isTrue();
        }
    }

    @Test
    void a_payload_of_one_mebibyte_is_taken() {
        String large = "x".repeat(1 << 20);
        bystander.publish("api", large);
        bystander.awaitReceived("reply re:" + large);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/#", "+", "a/+/b", ""})
    void a_topic_name_that_is_none_closes_the_connection(String topic) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.evil", "app")) {
            client.send(RawClient.publish(topic, "x", 0, 0, false));
            assertThat(client.isHungUp()).isTrue();
        }
    }

    @Test
    void a_topic_that_is_not_utf_8_closes_the_connection() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.evil", "app")) {
            client.send(RawClient.packet(
                    0x30, new Body().number(2).octet(0xC3).octet(0x28).octet('x')));
            assertThat(client.isHungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x20, 0x36, 0x40, 0x90, 0xB0, 0xD0, 0xF0, 0xFF})
    void packets_that_no_client_may_send_close_the_connection(int first) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.evil", "app")) {
            client.send(RawClient.packet(first, new Body().number(1).number(0)));
            client.send(new byte[] {first == 0x40 ? (byte) 0xFF : (byte) 0xC0, (byte) 0xFF, -1, -1, -1, -1, -1});
            assertThat(client.isHungUp()).isTrue();
        }
    }

    @Test
    void acknowledgements_of_nothing_are_ignored() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 3, "a.evil", "app")) {
            for (int type : new int[] {0x40, 0x50, 0x62, 0x70}) {
                client.send(RawClient.packet(type, new Body().number(1)));
            }
            client.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply");
        }
    }

    @Test
    void a_listener_that_throws_costs_that_connection_only() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.evil", "app")) {
            gateway.connectionOf("app");
            gateway.failOn("boom");
            client.send(RawClient.publish("api", "boom", 0, 0, false));
            assertThat(client.isHungUp()).isTrue();
        }
        await().until(() -> gateway.disconnected.size() == 1);
    }
}
