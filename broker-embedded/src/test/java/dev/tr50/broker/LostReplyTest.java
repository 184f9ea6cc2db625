package dev.tr50.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replies whose loss matters. */
class LostReplyTest {
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;

    private static Gateway gateway;

    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final List<CommandMessage> asked = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void answerAtOnce() {
        gateway.answerBy((connection, message) -> {
            asked.add(message);
            reply(connection, message, "re:" + text(message));
        });
    }

    @AfterEach
    void everybodyLeaves() {
        await().until(() -> gateway.connected.size() == gateway.disconnected.size());
    }

    private static String text(CommandMessage message) {
        return new String(message.payload(), UTF_8);
    }

    private void reply(Connection connection, CommandMessage message, String answer) {
        connection.reply(message.reply(), answer.getBytes(UTF_8), () -> lost.add(text(message)));
    }

    /** Commands wait for their answer. */
    private void keepWaiting() {
        gateway.answerBy((connection, message) -> asked.add(message));
    }

    private CommandMessage asked(int index) {
        return await().until(() -> asked, list -> list.size() > index).get(index);
    }

    private static Connection gone(Connection connection) {
        await().until(() -> gateway.disconnected.contains(connection));
        return connection;
    }

    /** What is before it on the same connection has been dealt with. */
    private static void settle(RawClient client) throws IOException {
        client.send(RawClient.ping());
        client.read(13);
    }

    @Test
    void a_reply_that_was_written_is_not_lost_when_the_client_leaves() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "w")) {
            client.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(client.read(PUBLISH).payload()).isEqualTo("re:x");
            Connection connection = gateway.connectionOf("w");
            client.reset();
            gone(connection);
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void a_reply_to_a_connection_that_is_gone_is_lost_once() throws Exception {
        keepWaiting();
        Connection connection;
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "g")) {
            client.send(RawClient.publish("api", "x", 0, 0, false));
            asked(0);
            connection = gateway.connectionOf("g");
        }
        reply(gone(connection), asked(0), "late");

        assertThat(lost).containsExactly("x");
    }

    @Test
    void a_reply_that_the_client_did_not_read_before_it_left_is_lost() throws Exception {
        String large = "x".repeat(1 << 20);
        gateway.answerBy((connection, message) -> {
            for (int i = 0; i < 20; i++) {
                connection.reply(message.reply(), large.getBytes(UTF_8), () -> lost.add("large"));
            }
            asked.add(message);
        });
        RawClient client = RawClient.connected(gateway, 4, "a.pump", "u");
        client.send(RawClient.publish("api", "x", 0, 0, false));
        asked(0);
        client.reset();

        await().until(() -> !lost.isEmpty());
        assertThat(lost).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void at_qos_1_a_reply_is_delivered_when_it_is_acknowledged() throws Exception {
        try (RawClient client = listening("q1")) {
            client.send(RawClient.publish("api", "x", 0, 0, false));
            Packet reply = client.read(PUBLISH);
            client.send(RawClient.acknowledgement(PUBACK, reply.publishId()));
            settle(client);
            Connection connection = gateway.connectionOf("q1");
            client.send(RawClient.disconnect());
            gone(connection);
        }
        afterAllOf("q1");
        assertThat(lost).isEmpty();
    }

    @Test
    void at_qos_1_a_reply_without_acknowledgement_is_lost_with_its_connection_and_not_sent_over_the_next()
            throws Exception {
        try (RawClient client = listening("q2")) {
            client.send(RawClient.publish("api", "x", 0, 0, false));
            client.read(PUBLISH);
            client.reset();
        }
        await().untilAsserted(() -> assertThat(lost).containsExactly("x"));

        try (RawClient again = new RawClient(gateway)) {
            again.send(RawClient.connect(4, false, "q2", "a.pump", Gateway.PASSWORD));
            assertThat(again.read(2).at(0)).as("session present").isEqualTo(1);
            again.send(RawClient.publish("api", "marker", 0, 0, false));
            Packet next = again.read(PUBLISH);
            assertThat(next.payload()).isEqualTo("re:marker");
            again.send(RawClient.acknowledgement(PUBACK, next.publishId()));
            settle(again);
        }
        assertThat(lost).containsExactly("x");
    }

    /** A session that outlives its connections and subscribed to replies. */
    private static RawClient listening(String clientId) throws IOException {
        RawClient client = new RawClient(gateway);
        client.send(RawClient.connect(4, false, clientId, "a.pump", Gateway.PASSWORD));
        client.read(2);
        client.send(RawClient.subscribe(4, 1, 1, "reply/#"));
        client.read(9);
        return client;
    }

    /** Whatever its session had to do when its connection ended is done when the next one is let in. */
    private static void afterAllOf(String clientId) throws IOException {
        try (RawClient again = new RawClient(gateway)) {
            again.send(RawClient.connect(4, false, clientId, "a.pump", Gateway.PASSWORD));
            again.read(2);
        }
    }

    @Test
    void a_command_whose_reply_was_lost_is_run_again_when_the_client_repeats_it() throws Exception {
        keepWaiting();
        Connection first;
        try (RawClient client = persistent("r1")) {
            client.send(RawClient.publish("api", "x", 1, 7, false));
            asked(0);
            first = gateway.connectionOf("r1");
            client.reset();
        }
        reply(gone(first), asked(0), "late");
        assertThat(lost).containsExactly("x");

        answerAtOnce();
        try (RawClient again = persistent("r1")) {
            again.send(RawClient.publish("api", "x", 1, 7, true));
            assertThat(again.read(PUBLISH).payload()).isEqualTo("re:x");
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void a_command_that_is_repeated_before_its_reply_is_there_gets_that_over_the_newer_connection() throws Exception {
        keepWaiting();
        Connection first;
        try (RawClient client = persistent("r2")) {
            client.send(RawClient.publish("api", "x", 1, 7, false));
            asked(0);
            first = gateway.connectionOf("r2");
            client.reset();
        }
        assertThat(gone(first).isAwaited(asked(0).reply())).isTrue();

        try (RawClient again = persistent("r2")) {
            again.send(RawClient.publish("api", "x", 1, 7, true));
            again.read(PUBACK);
            reply(first, asked(0), "late");
            assertThat(again.read(PUBLISH).payload()).isEqualTo("late");
        }
        assertThat(lost).isEmpty();
        assertThat(asked).hasSize(1);
    }

    private static RawClient persistent(String clientId) throws IOException {
        RawClient client = new RawClient(gateway);
        client.send(RawClient.connect(4, false, clientId, "a.pump", Gateway.PASSWORD));
        client.read(2);
        return client;
    }

    @Test
    void who_asks_in_one_window_and_looks_on_in_another_loses_nothing() {
        keepWaiting();
        try (Device window = Device.connect(gateway, "a.pump", "sub")) {
            window.subscribe("reply", MqttQos.AT_MOST_ONCE);
            Connection asking;
            try (Device asker = Device.connect(gateway, "a.pump", "pub")) {
                asker.publish("api", "x");
                asked(0);
                asking = gateway.connectionOf("pub");
            }
            assertThat(gone(asking).isAwaited(asked(0).reply())).isTrue();
            reply(asking, asked(0), "late");
            window.awaitReceived("reply late");
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void nobody_waits_for_the_reply_to_a_connection_that_is_gone() throws Exception {
        keepWaiting();
        Connection connection;
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "n")) {
            client.send(RawClient.publish("api", "x", 1, 7, false));
            asked(0);
            connection = gateway.connectionOf("n");
        }
        assertThat(gone(connection).isAwaited(asked(0).reply())).isFalse();
    }

    @Test
    void what_is_not_acknowledged_when_the_broker_stops_is_lost() throws Exception {
        try (Gateway stopping = new Gateway()) {
            stopping.answerBy((connection, message) -> reply(connection, message, "re"));
            try (RawClient client = RawClient.connected(stopping, 4, "a.pump", "s")) {
                client.send(RawClient.subscribe(4, 1, 1, "reply/#"));
                client.read(9);
                client.send(RawClient.publish("api", "x", 0, 0, false));
                client.read(PUBLISH);
                stopping.broker.close();
            }
            assertThat(lost).containsExactly("x");
        }
    }
}
