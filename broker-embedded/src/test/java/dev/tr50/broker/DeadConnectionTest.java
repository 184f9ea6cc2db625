package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are gone, or as good as gone, without saying so. */
class DeadConnectionTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private RawClient connected(int level, int keepAlive) throws Exception {
        RawClient client = new RawClient(gateway);
        client.send(RawClient.connect(level, true, "app", "a.pump", Gateway.PASSWORD, keepAlive));
        client.read(RawClient.CONNACK);
        return client;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void a_client_that_vanishes_is_missed_after_its_keep_alive(int level) throws Exception {
        try (RawClient client = connected(level, 1)) {
            assertThat(client.isHungUp()).isTrue();
            await().until(() -> gateway.disconnected.size() == 1);
        }
    }

    @Test
    void a_client_that_pings_is_kept() throws Exception {
        try (RawClient client = connected(4, 1)) {
            AtomicInteger pings = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(500)).until(() -> {
                client.send(RawClient.ping());
                assertThat(client.read().type()).isEqualTo(RawClient.PINGRESP);
                return pings.incrementAndGet() == 6;
            });
        }
    }

    @Test
    void a_client_without_a_keep_alive_may_be_silent() throws Exception {
        try (RawClient silent = connected(4, 0);
                RawClient other = new RawClient(gateway)) {
            other.send(RawClient.connect(4, true, "other", "a.pump", Gateway.PASSWORD, 1));
            assertThat(other.isHungUp()).isTrue();
            silent.send(RawClient.ping());
            assertThat(silent.read().type()).isEqualTo(RawClient.PINGRESP);
        }
    }

    @Test
    void a_reset_connection_is_a_client_that_left() throws Exception {
        for (int i = 1; i <= 20; i++) {
            int gone = i;
            connected(3, 60).reset();
            await().until(() -> gateway.disconnected.size() == gone);
        }
    }

    @Test
    void what_is_published_to_a_client_that_does_not_read_is_bounded_and_others_are_served() throws Exception {
        String large = "x".repeat(100_000);
        try (RawClient stuck = connected(4, 0);
                RawClient publisher = RawClient.connected(gateway, 4, "a.pub", "pub")) {
            stuck.send(RawClient.subscribe(4, 1, 1, "news"));
            stuck.read(RawClient.SUBACK);
            for (int i = 1; i <= 400; i++) {
                publisher.send(RawClient.publish("news", i + large, 1, i, false));
                publisher.read(RawClient.PUBACK);
            }
            int received = 0;
            for (RawClient.Packet packet = stuck.read(); ; packet = stuck.read()) {
                if (packet.type() == RawClient.PINGRESP) {
                    break;
                }
                received++;
                assertThat(packet.payload()).startsWith(received + "x");
                stuck.send(RawClient.acknowledgement(RawClient.PUBACK, packet.publishId()));
                if (received == 150) {
                    stuck.send(RawClient.ping());
                }
            }
            assertThat(received).isBetween(150, 300);
        }
    }
}
