package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.Client5.Message;
import dev.tr50.broker.RawClient.Body;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a session outlives its connection, as CONNECT says and as DISCONNECT changes it. */
class SessionExpiryTest {

    private static final int PROTOCOL_ERROR = 0x82;
    private static final int SESSION_EXPIRY = 0x11;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Body seconds(long seconds) {
        return Client5.four(SESSION_EXPIRY, seconds);
    }

    private boolean isKept(String clientId) throws Exception {
        try (Client5 again = Client5.open(gateway, "a.pump", clientId, false, seconds(60))) {
            boolean present = again.connAck.at(0) == 1;
            again.raw.send(Client5.disconnect(0, NONE));
            assertThat(again.raw.isHungUp()).isTrue();
            return present;
        }
    }

    private Client5 open(Body properties) throws Exception {
        return Client5.open(gateway, "a.pump", "app", false, properties);
    }

    @Test
    void without_an_expiry_the_session_ends_with_its_connection() throws Exception {
        try (Client5 client = open(NONE)) {
            client.subscribe("news", 1);
        }
        await().until(() -> gateway.disconnected.size() == 1);
        assertThat(isKept("app")).isFalse();
    }

    @Test
    void with_an_expiry_the_session_its_subscriptions_and_messages_are_kept() throws Exception {
        try (Client5 client = open(seconds(60))) {
            assertThat(client.connAck.at(0)).isZero();
            client.subscribe("news", 1);
        }
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other")) {
            publisher.publish("news", "while away");
        }
        try (Client5 client = open(seconds(60))) {
            assertThat(client.connAck.at(0)).isEqualTo(1);
            assertThat(client.message().payload()).isEqualTo("while away");
        }
    }

    @Test
    void a_session_that_has_expired_is_gone() throws Exception {
        try (Client5 client = open(seconds(1))) {
            client.subscribe("news", 1);
            client.raw.send(Client5.disconnect(0, NONE));
            assertThat(client.raw.isHungUp()).isTrue();
        }
        await().until(() -> !gateway.broker.hasSubscribers("a", "news"));
        assertThat(isKept("app")).isFalse();
    }

    @Test
    void disconnect_may_end_the_session() throws Exception {
        try (Client5 client = open(seconds(60))) {
            client.subscribe("news", 1);
            client.raw.send(Client5.disconnect(0, seconds(0)));
            assertThat(client.raw.isHungUp()).isTrue();
        }
        assertThat(isKept("app")).isFalse();
    }

    @Test
    void disconnect_may_change_how_long_the_session_lasts() throws Exception {
        try (Client5 client = open(seconds(1))) {
            client.raw.send(Client5.disconnect(0, seconds(3600)));
            assertThat(client.raw.isHungUp()).isTrue();
        }
        try (Client5 shorter = Client5.open(gateway, "a.pump", "shorter", false, seconds(1))) {
            shorter.subscribe("news", 1);
            shorter.raw.send(Client5.disconnect(0, NONE));
            assertThat(shorter.raw.isHungUp()).isTrue();
        }
        await().until(() -> !gateway.broker.hasSubscribers("a", "news"));
        assertThat(isKept("app")).isTrue();
    }

    @Test
    void disconnect_must_not_prolong_a_session_that_was_to_end_with_its_connection() throws Exception {
        try (Client5 client = open(NONE)) {
            client.raw.send(Client5.disconnect(0, seconds(60)));
            assertThat(client.farewell()).isEqualTo(PROTOCOL_ERROR);
            assertThat(client.raw.isHungUp()).isTrue();
        }
        await().until(() -> gateway.disconnected.size() == 1);
        assertThat(isKept("app")).isFalse();
    }

    @Test
    void disconnect_may_repeat_that_the_session_ends() throws Exception {
        try (Client5 client = open(NONE)) {
            client.raw.send(Client5.disconnect(0, seconds(0)));
            client.raw.drain();
        }
    }

    @Test
    void the_broker_tells_when_it_keeps_sessions_shorter_than_asked() throws Exception {
        long longest = BrokerLimits.DEFAULT.session().expirySeconds();
        try (Client5 client = open(seconds(0xFFFFFFFFL))) {
            assertThat(client.connAckProperty(SESSION_EXPIRY)).isEqualTo(longest);
        }
        try (Client5 client = open(seconds(longest))) {
            assertThat(client.connAckProperty(SESSION_EXPIRY)).isNull();
        }
    }

    @Test
    void the_latest_connect_decides() throws Exception {
        open(seconds(3600)).close();
        open(NONE).close();
        await().until(() -> gateway.disconnected.size() == 2);
        assertThat(isKept("app")).isFalse();
    }

    @Test
    void clean_start_ends_the_session_that_there_was() throws Exception {
        try (Client5 client = open(seconds(60))) {
            client.subscribe("news", 1);
        }
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, seconds(60))) {
            assertThat(client.connAck.at(0)).isZero();
            client.publish("news", "x");
            assertThat(client.messages()).extracting(Message::payload).isEmpty();
        }
    }
}
