package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.BrokerSettings.Patience;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TakeoverBrakeTest {

    private static Gateway gateway(Duration youth) throws IOException {
        Patience patience = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), youth);
        return new Gateway(Gateway.settings().withPatience(patience));
    }

    private static RawClient coming(Gateway gateway) throws IOException {
        RawClient client = new RawClient(gateway);
        int logins = gateway.logins.get();
        client.send(RawClient.connect(4, true, "app", "a.pump", Gateway.PASSWORD));
        await().until(() -> gateway.logins.get() > logins);
        return client;
    }

    private static int returnCode(RawClient client) throws IOException {
        Packet connAck = client.read();
        assertThat(connAck.type()).isEqualTo(RawClient.CONNACK);
        return connAck.at(1);
    }

    private static void assertServed(RawClient client) throws IOException {
        client.send(RawClient.publish("api", "x", 0, 0, false));
        assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply");
    }

    @Test
    void a_young_connection_is_not_taken_over() throws Exception {
        try (Gateway gateway = gateway(Duration.ofDays(1));
                RawClient present = RawClient.connected(gateway, 4, "a.pump", "app");
                RawClient newcomer = coming(gateway)) {
            for (int i = 0; i < 100; i++) {
                assertServed(present);
            }
            assertThat(newcomer.isHungUpNow()).isFalse();
            assertThat(gateway.connected).hasSize(1);
        }
    }

    @Test
    void a_newcomer_is_let_in_when_the_young_connection_goes() throws Exception {
        try (Gateway gateway = gateway(Duration.ofDays(1));
                RawClient present = RawClient.connected(gateway, 4, "a.pump", "app");
                RawClient newcomer = coming(gateway)) {
            present.hangUp();
            assertThat(returnCode(newcomer)).isZero();
            assertServed(newcomer);
        }
    }

    @Test
    void a_newcomer_takes_over_once_the_connection_is_older() throws Exception {
        try (Gateway gateway = gateway(Duration.ofMillis(300));
                RawClient present = RawClient.connected(gateway, 4, "a.pump", "app");
                RawClient newcomer = coming(gateway)) {
            assertThat(returnCode(newcomer)).isZero();
            present.assertHungUpInSilence();
            assertServed(newcomer);
        }
    }

    @Test
    void of_two_newcomers_one_waits_and_the_other_is_refused() throws Exception {
        try (Gateway gateway = gateway(Duration.ofMillis(500));
                RawClient present = RawClient.connected(gateway, 4, "a.pump", "app");
                RawClient one = coming(gateway);
                RawClient other = coming(gateway)) {
            assertThat(new int[] {returnCode(one), returnCode(other)}).containsExactlyInAnyOrder(0, 3);
            assertThat(present.isHungUp()).isTrue();
        }
    }

    @Test
    void a_newcomer_that_gives_up_waiting_leaves_the_connection_alone() throws Exception {
        try (Gateway gateway = gateway(Duration.ofMillis(300));
                RawClient present = RawClient.connected(gateway, 4, "a.pump", "app")) {
            coming(gateway).hangUp();
            try (RawClient next = coming(gateway)) {
                assertThat(returnCode(next)).isZero();
                present.assertHungUpInSilence();
                assertServed(next);
            }
            assertThat(gateway.connected).hasSize(2);
        }
    }
}
