package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.BrokerSettings.Patience;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionLimitTest {

    private static final int MOST = 3;
    private static final int STANDING = 1000;

    private final List<RawClient> clients = new ArrayList<>();
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway(Gateway.settings().withLimits(BrokerLimits.DEFAULT.withConnections(MOST)));
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        gateway.close();
    }

    private RawClient open(Gateway to) throws IOException {
        RawClient client = new RawClient(to);
        clients.add(client);
        return client;
    }

    private int returnCode(int level, String clientId) throws IOException {
        RawClient client = open(gateway);
        client.send(RawClient.connect(level, true, clientId, "a.pump", Gateway.PASSWORD));
        Packet connAck = client.read();
        assertThat(connAck.type()).isEqualTo(RawClient.CONNACK);
        return connAck.at(1);
    }

    private void fill() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertThat(returnCode(4, "app" + i)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "4, 3", "5, 0x97"})
    void one_connection_more_than_allowed_is_told_why_it_is_refused(int level, String code) throws Exception {
        fill();
        assertThat(returnCode(level, "one-more")).isEqualTo(Integer.decode(code));
        assertThat(clients.get(MOST).isHungUp()).isTrue();
        await().untilAsserted(() -> assertThat(gateway.connected).hasSize(MOST));
    }

    @Test
    void those_that_are_in_are_served_on_while_others_are_refused() throws Exception {
        fill();
        returnCode(4, "one-more");

        clients.get(0).send(RawClient.publish("api", "x", 0, 0, false));
        assertThat(clients.get(0).read(RawClient.PUBLISH).topic()).isEqualTo("reply");
    }

    @Test
    void a_place_is_free_again_when_a_connection_ends_or_is_refused_for_something_else() throws Exception {
        fill();
        clients.get(0).close();
        await().until(() -> gateway.disconnected.size() == 1);
        try (RawClient wrong = new RawClient(gateway)) {
            wrong.send(RawClient.connect(4, true, "wrong", "a.pump", "guess"));
            assertThat(wrong.read().at(1)).isEqualTo(4);
            assertThat(wrong.isHungUp()).isTrue();
        }

        await().until(() -> returnCode(4, "next") == 0);
    }

    @Test
    void silent_connections_take_no_place_and_the_one_beyond_a_thousand_is_closed_at_once() throws Exception {
        Patience patient = new Patience(Duration.ofDays(1), Duration.ofSeconds(30), Duration.ZERO);
        try (Gateway waiting = new Gateway(
                Gateway.settings().withPatience(patient).withLimits(BrokerLimits.DEFAULT.withConnections(MOST)))) {
            for (int i = 0; i < MOST + STANDING + 1; i++) {
                open(waiting);
            }
            await().until(() -> !hungUp().isEmpty());
            List<RawClient> closed = hungUp();
            assertThat(closed).hasSize(1);

            clients.removeAll(closed);
            clients.get(0).enter(4, "a.pump", "app");
        }
    }

    private List<RawClient> hungUp() throws IOException {
        List<RawClient> gone = new ArrayList<>();
        for (RawClient client : clients) {
            if (client.isHungUpNow()) {
                gone.add(client);
            }
        }
        return gone;
    }

    @Test
    void a_refusal_takes_its_time_without_holding_up_anybody() throws Exception {
        Patience never = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofDays(1));
        try (Gateway slow = new Gateway(Gateway.settings().withPatience(never))) {
            for (int i = 0; i < 100; i++) {
                open(slow).send(RawClient.connect(4, true, "app", "a.pump", "guess"));
            }
            RawClient right = open(slow);
            right.send(RawClient.connect(4, true, "app", "a.pump", Gateway.PASSWORD));
            assertThat(right.read().at(1)).isZero();

            right.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(right.read(RawClient.PUBLISH).topic()).isEqualTo("reply");
        }
        for (RawClient refused : clients.subList(0, 100)) {
            assertThat(refused.isHungUp()).isTrue();
        }
    }
}
