package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.RawClient.Body;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user's sessions may hold. */
class SessionBoundsTest {

    private Gateway gateway;
    private int connections;

    @BeforeEach
    void start() throws Exception {
        start(BrokerLimits.Session.DEFAULT.withAway(2));
    }

    private void start(BrokerLimits.Session limits) throws Exception {
        gateway = new Gateway(BrokerSettings.on("127.0.0.1", 0).withLimits(BrokerLimits.DEFAULT.withSession(limits)));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private boolean isSessionKept(String user, String clientId) throws IOException {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, false, clientId, user, Gateway.PASSWORD));
            boolean present = client.read(RawClient.CONNACK).at(0) == 1;
            client.send(RawClient.publish("api", "x", 0, 0, false));
            client.read(RawClient.PUBLISH);
            return present;
        }
    }

    private void comeAndGo(String user, String clientId) throws IOException {
        isSessionKept(user, clientId);
        connections++;
        await().until(() -> gateway.disconnected.size() == connections);
    }

    @Test
    void of_too_many_sessions_that_are_away_the_longest_away_is_ended() throws Exception {
        comeAndGo("a.pump", "one");
        comeAndGo("a.pump", "two");
        comeAndGo("a.pump", "one");
        comeAndGo("a.other", "apart");
        comeAndGo("a.pump", "three");
        assertThat(isSessionKept("a.pump", "one")).isTrue();
        assertThat(isSessionKept("a.pump", "three")).isTrue();
        assertThat(isSessionKept("a.pump", "two")).isFalse();
        assertThat(isSessionKept("a.other", "apart")).isTrue();
    }

    @Test
    void sessions_that_are_there_do_not_count() throws Exception {
        try (RawClient one = RawClient.connected(gateway, 4, "a.pump", "here1");
                RawClient two = RawClient.connected(gateway, 4, "a.pump", "here2")) {
            comeAndGo("a.pump", "one");
            comeAndGo("a.pump", "two");
            assertThat(isSessionKept("a.pump", "one")).isTrue();
            for (RawClient client : new RawClient[] {one, two}) {
                client.send(RawClient.ping());
                assertThat(client.read().type()).isEqualTo(RawClient.PINGRESP);
            }
        }
    }

    @Test
    void an_ended_session_leaves_no_subscription_behind() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, false, "first", "a.pump", Gateway.PASSWORD));
            client.send(RawClient.subscribe(4, 1, 1, "news"));
            client.read(RawClient.SUBACK);
        }
        connections++;
        await().until(() -> gateway.disconnected.size() == connections);
        comeAndGo("a.pump", "second");
        comeAndGo("a.pump", "third");
        assertThat(isSessionKept("a.pump", "first")).isFalse();
        assertThat(gateway.broker.hasSubscribers("a", "news")).isFalse();
    }

    @Test
    void what_waits_for_a_session_is_bounded_in_bytes_too() throws Exception {
        stop();
        start(new BrokerLimits.Session(100, 1000, 10_000, BrokerLimits.Session.DEFAULT.expiry(), 100));
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, false, "keeps", "a.pump", Gateway.PASSWORD));
            client.send(RawClient.subscribe(4, 1, 1, "news"));
            client.read(RawClient.SUBACK);
        }
        await().until(() -> gateway.disconnected.size() == 1);
        try (RawClient publisher = RawClient.connected(gateway, 4, "a.pub", "pub")) {
            for (int i = 1; i <= 10; i++) {
                publisher.send(RawClient.publish("news", i + "x".repeat(3_000), 1, i, false));
                publisher.read(RawClient.PUBACK);
            }
        }
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, false, "keeps", "a.pump", Gateway.PASSWORD));
            client.read(RawClient.CONNACK);
            for (int i = 1; i <= 3; i++) {
                assertThat(client.read().payload()).startsWith(i + "x");
            }
            client.send(RawClient.ping());
            assertThat(client.read().type()).isEqualTo(RawClient.PINGRESP);
        }
    }

    /** On the wire a pair of empty texts has five bytes, in memory it is three objects. */
    @Test
    void properties_of_what_waits_count_for_what_they_take_in_memory() throws Exception {
        stop();
        start(new BrokerLimits.Session(100, 1000, 10_000, BrokerLimits.Session.DEFAULT.expiry(), 100));
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, false, "keeps", "a.pump", Gateway.PASSWORD));
            client.send(RawClient.subscribe(4, 1, 1, "news"));
            client.read(RawClient.SUBACK);
        }
        await().until(() -> gateway.disconnected.size() == 1);
        try (RawClient publisher = RawClient.connected(gateway, 5, "a.pub", "pub")) {
            for (int i = 1; i <= 10; i++) {
                publisher.send(RawClient.publish5("news", pairs(25), "x"));
                publisher.read(RawClient.PUBACK);
            }
            publisher.send(RawClient.publish5("news", new Body(), "end"));
            publisher.read(RawClient.PUBACK);
        }
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, false, "keeps", "a.pump", Gateway.PASSWORD));
            client.read(RawClient.CONNACK);
            int waited = 0;
            while (!client.read(RawClient.PUBLISH).payload().equals("end")) {
                waited++;
            }
            assertThat(waited).isBetween(1, 4);
        }
    }

    private static Body pairs(int count) {
        Body properties = new Body();
        for (int i = 0; i < count; i++) {
            properties.octet(0x26).text("").text("");
        }
        return properties;
    }
}
