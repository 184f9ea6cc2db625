package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Packet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void users_and_groups_with_the_same_client_id_live_side_by_side() {
        try (Device one = Device.connect(gateway, "a.pump1", "app");
                Device two = Device.connect(gateway, "a.pump2", "app");
                Device three = Device.connect(gateway, "b.pump1", "app")) {
            for (Device device : new Device[] {one, two, three}) {
                device.publish("api", "x");
                device.awaitReceived("reply re:x");
            }
            assertThat(gateway.disconnected).isEmpty();
        }
    }

    @Test
    void the_same_group_user_and_client_id_take_over() throws Exception {
        try (RawClient older = RawClient.connected(gateway, 5, "a.pump", "app");
                RawClient newer = RawClient.connected(gateway, 4, "a.pump", "app")) {
            Packet farewell = older.read(RawClient.DISCONNECT);
            assertThat(farewell.at(0)).isEqualTo(0x8E);
            assertThat(older.isHungUp()).isTrue();
            newer.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(newer.read(RawClient.PUBLISH).topic()).isEqualTo("reply");
            await().until(() -> gateway.disconnected.size() == 1);
        }
    }

    @Test
    void of_many_that_take_over_from_each_other_one_is_left_and_served() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            RawClient client = new RawClient(gateway);
            client.send(RawClient.connect(4, i % 2 == 0, "app", "a.pump", Gateway.PASSWORD));
            clients.add(client);
        }
        await().ignoreExceptions().until(this::isServedAnew);
        assertThat(gateway.connected.stream().filter(Connection::isOpen)).hasSizeLessThanOrEqualTo(1);
        for (RawClient client : clients) {
            client.close();
        }
    }

    private boolean isServedAnew() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.subscribe(4, 1, 1, "news"));
            client.read(RawClient.SUBACK);
            client.send(RawClient.publish("news", "x", 1, 7, false));
            return client.read(RawClient.PUBLISH).topic().equals("news");
        }
    }

    @Test
    void clients_that_hang_up_while_they_are_let_in_leave_nothing_behind() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (RawClient client = new RawClient(gateway)) {
                client.send(RawClient.connect(4, true, "app" + i, "a.pump", Gateway.PASSWORD));
                client.reset();
            }
        }
        await().until(() -> gateway.disconnected.size() == gateway.connected.size());
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app1")) {
            client.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply");
        }
    }

    @Test
    void names_that_run_together_the_same_way_are_different_sessions() {
        SessionKey one = new SessionKey(new SessionKey.User("a", "b/1:c"), "d");
        SessionKey two = new SessionKey(new SessionKey.User("a", "b"), "1:c/d");
        assertThat(one.id()).isNotEqualTo(two.id());
    }

    @Test
    void a_lasting_session_keeps_its_subscriptions_and_messages() {
        Device.connectLasting(gateway, "a.pump", "app").close();
        Device first = Device.connectLasting(gateway, "a.pump", "app");
        first.subscribe("news/#", MqttQos.AT_LEAST_ONCE);
        first.subscribe("reply/#", MqttQos.AT_MOST_ONCE);
        first.close();
        await().until(() -> gateway.disconnected.size() == 2);
        try (Device publisher = Device.connect(gateway, "a.pump", "pub")) {
            publisher.publish("news/today", "missed");
            publisher.publish("api/1", "not for those who are away");
            publisher.awaitReceived("reply/1 re:not for those who are away");
            try (Device back = Device.connectLasting(gateway, "a.pump", "app")) {
                back.awaitReceived("news/today missed");
                publisher.publish("api/2", "x");
                back.awaitReceived("reply/2 re:x");
                assertThat(back.received).containsExactly("news/today missed", "reply/2 re:x");
            }
        }
    }

    @Test
    void a_clean_session_begins_and_ends_empty() {
        Device first = Device.connectLasting(gateway, "a.pump", "app");
        first.subscribe("news/#", MqttQos.AT_LEAST_ONCE);
        first.subscribe("reply/#", MqttQos.AT_MOST_ONCE);
        first.close();
        try (Device clean = Device.connect(gateway, "a.pump", "app");
                Device publisher = Device.connect(gateway, "a.pump", "pub")) {
            publisher.publish("news/today", "x");
            publisher.publish("api/1", "x");
            publisher.awaitReceived("reply/1 re:x");
            clean.publish("api/2", "own");
            clean.awaitReceived("reply/2 re:own");
            assertThat(clean.received).containsExactly("reply/2 re:own");
        }
    }

    @Test
    void a_session_whose_id_hashes_to_the_smallest_integer_works() {
        String prefix = new SessionKey(new SessionKey.User("a", "a.pump"), "").id();
        String clientId = suffixForHash(prefix, Integer.MIN_VALUE);
        assertThat((prefix + clientId).hashCode()).isEqualTo(Integer.MIN_VALUE);
        try (Device device = Device.connect(gateway, "a.pump", clientId)) {
            device.subscribe("news", MqttQos.AT_LEAST_ONCE);
            device.publish("news", "x");
            device.awaitReceived("news x");
        }
    }

    /** Seven digits in base 31, which is the base of {@link String#hashCode()}. */
    private static String suffixForHash(String prefix, int hash) {
        int rest = hash - (prefix + "AAAAAAA").hashCode();
        long digits = Integer.toUnsignedLong(rest);
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            suffix.append((char) ('A' + digits % 31));
            digits /= 31;
        }
        return suffix.reverse().toString();
    }
}
