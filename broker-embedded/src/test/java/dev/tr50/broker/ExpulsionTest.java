package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpulsionTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private RawClient lasting(String user, String clientId, int sessionPresent) throws IOException {
        RawClient client = new RawClient(gateway);
        client.send(RawClient.connect(4, false, clientId, user, Gateway.PASSWORD));
        Packet connAck = client.read(RawClient.CONNACK);
        assertThat(connAck.at(1)).isZero();
        assertThat(connAck.at(0)).as("session present").isEqualTo(sessionPresent);
        return client;
    }

    private static void subscribe(RawClient client, String filter) throws IOException {
        client.send(RawClient.subscribe(4, 1, 1, filter));
        client.read(RawClient.SUBACK);
    }

    @Test
    void all_connections_of_the_user_end_and_nobody_elses() throws Exception {
        try (RawClient one = RawClient.connected(gateway, 5, "a.pump", "one");
                RawClient two = RawClient.connected(gateway, 4, "a.pump", "two");
                RawClient other = RawClient.connected(gateway, 4, "a.other", "one")) {
            await().until(() -> gateway.connected.size() == 3);

            gateway.broker.end("a", "a.pump");

            assertThat(one.read(RawClient.DISCONNECT).at(0)).isEqualTo(0x87);
            assertThat(one.isHungUp()).isTrue();
            assertThat(two.isHungUp()).isTrue();
            await().until(() -> gateway.disconnected.size() == 2);
            assertThat(gateway.disconnected).allMatch(Connection::isExpelled);
            other.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(other.read(RawClient.PUBLISH).payload()).isEqualTo("re:x");
        }
        try (RawClient again = RawClient.connected(gateway, 4, "a.pump", "one")) {
            again.send(RawClient.publish("api", "y", 0, 0, false));
            assertThat(again.read(RawClient.PUBLISH).payload()).isEqualTo("re:y");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_session_that_was_to_last_ends_whether_its_client_is_there_or_away(boolean away) throws Exception {
        try (Device publisher = Device.connect(gateway, "a.other", "pub")) {
            RawClient client = lasting("a.pump", "app", 0);
            subscribe(client, "news/#");
            if (away) {
                client.send(RawClient.disconnect());
                assertThat(client.isHungUp()).isTrue();
                await().until(() -> gateway.disconnected.size() == 1);
                publisher.publish("news/today", "waits in the session");
            }

            gateway.broker.end("a", "a.pump");

            assertThat(client.isHungUp()).isTrue();
            await().until(() -> !gateway.broker.hasSubscribers("a", "news/today"));
            try (RawClient again = lasting("a.pump", "app", 0)) {
                again.send(RawClient.publish("api", "x", 0, 0, false));
                assertThat(again.read(RawClient.PUBLISH).payload()).isEqualTo("re:x");
            }
        }
    }

    @Test
    void sessions_of_the_same_names_in_another_group_stay() throws Exception {
        RawClient away = lasting("b.pump", "app", 0);
        subscribe(away, "news");
        away.send(RawClient.disconnect());
        assertThat(away.isHungUp()).isTrue();
        await().until(() -> gateway.disconnected.size() == 1);

        gateway.broker.end("a", "b.pump");
        gateway.broker.endGroup("a");

        lasting("b.pump", "app", 1).close();
    }

    @Test
    void with_a_group_everybody_in_it_goes_and_its_retained_messages_too() throws Exception {
        try (Device kept = Device.connect(gateway, "b.x", "app");
                RawClient one = RawClient.connected(gateway, 4, "a.one", "app");
                RawClient two = RawClient.connected(gateway, 4, "a.two", "app")) {
            retain(one, "kept/a");
            try (RawClient ofB = RawClient.connected(gateway, 4, "b.y", "app")) {
                retain(ofB, "kept/b");
            }

            gateway.broker.endGroup("a");

            assertThat(one.isHungUp()).isTrue();
            assertThat(two.isHungUp()).isTrue();
            kept.subscribe("kept/#", MqttQos.AT_LEAST_ONCE);
            kept.awaitReceived("kept/b r");
        }
        assertThatNothingIsRetainedIn("a");
    }

    private static void retain(RawClient client, String topic) throws IOException {
        byte[] publish = RawClient.publish(topic, "r", 1, 7, false);
        publish[0] |= 1;
        client.send(publish);
        client.read(RawClient.PUBACK);
    }

    /** A message that is published after the subscription arrives behind all retained ones. */
    private void assertThatNothingIsRetainedIn(String group) throws IOException {
        try (RawClient late = RawClient.connected(gateway, 4, group + ".late", "app")) {
            subscribe(late, "#");
            late.send(RawClient.publish("end", "of what is retained", 0, 0, false));
            assertThat(late.read(RawClient.PUBLISH).topic()).isEqualTo("end");
        }
    }

    @Test
    void a_will_of_a_deleted_group_is_not_retained() throws Exception {
        RawClient client = new RawClient(gateway);
        client.send(RawClient.packet(
                0x10,
                new Body()
                        .text("MQTT")
                        .octet(4)
                        .octet(0x80 | 0x40 | 0x20 | 0x08 | 0x04 | 0x02)
                        .number(60)
                        .text("app")
                        .text("last/words")
                        .text("gone")
                        .text("a.pump")
                        .text(Gateway.PASSWORD)));
        client.read(RawClient.CONNACK);
        await().until(() -> gateway.connected.size() == 1);

        gateway.broker.endGroup("a");

        assertThat(client.isHungUp()).isTrue();
        await().until(() -> gateway.disconnected.size() == 1);
        await().untilAsserted(() -> assertThatNothingIsRetainedIn("a"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_login_that_was_asked_about_before_does_not_let_anybody_in_afterwards(boolean wholeGroup) throws Exception {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        gateway.holdLoginsUntil(answer);
        try (RawClient early = new RawClient(gateway);
                RawClient late = new RawClient(gateway)) {
            early.send(RawClient.connect(4, false, "app", "a.pump", Gateway.PASSWORD));
            await().until(() -> gateway.logins.get() == 1);

            if (wholeGroup) {
                gateway.broker.endGroup("a");
            } else {
                gateway.broker.end("a", "a.pump");
            }

            late.send(RawClient.connect(4, true, "late", "a.pump", Gateway.PASSWORD));
            await().until(() -> gateway.logins.get() == 2);
            answer.complete(null);
            assertThat(early.isHungUp()).isTrue();
            assertThat(late.read(RawClient.CONNACK).at(1)).isZero();
            late.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(late.read(RawClient.PUBLISH).payload()).isEqualTo("re:x");
        }
        lasting("a.pump", "app", 0).close();
    }

    @Test
    void what_a_client_sent_before_it_was_turned_out_and_was_not_read_is_not_handed_on() throws Exception {
        gateway.onConnected(Connection::pauseReading);
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish("api", "too late", 0, 0, false));
            Connection connection = gateway.connectionOf("app");

            gateway.broker.end("a", "a.pump");
            connection.resumeReading();

            assertThat(client.isHungUp()).isTrue();
            await().until(() -> gateway.disconnected.size() == 1);
            assertThat(gateway.commands).isEmpty();
        }
    }
}
