package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.BrokerSettings.Patience;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private int returnCode(byte[] connect) throws IOException {
        try (RawClient client = new RawClient(gateway)) {
            client.send(connect);
            Packet connAck = client.read();
            assertThat(connAck.type()).isEqualTo(RawClient.CONNACK);
            if (connAck.at(1) != 0) {
                assertThat(client.isHungUp()).isTrue();
            }
            return connAck.at(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void every_version_of_mqtt_is_let_in(int level) throws Exception {
        assertThat(returnCode(RawClient.connect(level, true, "app", "a.pump", "secret")))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "4, 4", "5, 0x86"})
    void nobody_is_anonymous(int level, String code) throws Exception {
        assertThat(returnCode(RawClient.connect(level, true, "app", null, null)))
                .isEqualTo(Integer.decode(code));
        assertThat(returnCode(RawClient.connect(level, true, "app", "", "secret")))
                .isEqualTo(Integer.decode(code));
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "4, 4", "5, 0x86"})
    void wrong_credentials_are_refused_with_the_code_for_them(int level, String code) throws Exception {
        assertThat(returnCode(RawClient.connect(level, true, "app", "a.pump", "guess")))
                .isEqualTo(Integer.decode(code));
        assertThat(returnCode(RawClient.connect(level, true, "app", "a.pump", null)))
                .isEqualTo(Integer.decode(code));
        assertThat(gateway.connected).isEmpty();
    }

    @Test
    void mqtt_3_1_takes_client_ids_longer_than_23_characters() throws Exception {
        String longId = "x".repeat(64);
        assertThat(returnCode(RawClient.connect(3, false, longId, "a.pump", "secret")))
                .isZero();
        await().untilAsserted(() ->
                assertThat(gateway.connected).extracting(Connection::clientId).containsExactly(longId));
    }

    @Test
    void a_lasting_session_needs_a_client_id_before_mqtt_5() throws Exception {
        assertThat(returnCode(RawClient.connect(3, false, "", "a.pump", "secret")))
                .isEqualTo(2);
        assertThat(returnCode(RawClient.connect(4, false, "", "a.pump", "secret")))
                .isEqualTo(2);
        assertThat(returnCode(RawClient.connect(4, true, "", "a.pump", "secret")))
                .isZero();
    }

    @Test
    void an_mqtt_5_client_without_an_id_is_told_the_one_it_got() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(5, true, "", "a.pump", "secret"));
            String connAck = new String(client.read().body(), StandardCharsets.ISO_8859_1);
            await().until(() -> !gateway.connected.isEmpty());
            assertThat(connAck).contains(gateway.connected.get(0).clientId());
        }
    }

    @Test
    void a_version_that_does_not_exist_is_refused_with_code_1() throws Exception {
        assertThat(returnCode(RawClient.connect(4, true, "app", "a.pump", "secret", 60)))
                .isZero();
        byte[] connect = RawClient.connect(4, true, "app", "a.pump", "secret");
        connect[8] = 9;
        assertThat(returnCode(connect)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void a_kept_session_is_announced_from_mqtt_3_1_1_on(int level) throws Exception {
        for (int round = 0; round < 2; round++) {
            try (RawClient client = new RawClient(gateway)) {
                client.send(RawClient.connect(level, false, "app", "a.pump", "secret"));
                int present = client.read().at(0);
                assertThat(present).isEqualTo(level == 4 && round == 1 ? 1 : 0);
            }
            int ended = round + 1;
            await().until(() -> gateway.disconnected.size() == ended);
        }
    }

    @Test
    void a_packet_before_connect_closes_the_connection() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(client.isHungUp()).isTrue();
        }
        assertThat(gateway.commands).isEmpty();
    }

    @Test
    void a_second_connect_closes_the_connection() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.connect(4, true, "app", "a.pump", "secret"));
            assertThat(client.isHungUp()).isTrue();
        }
        await().until(() -> gateway.disconnected.size() == 1);
    }

    @Test
    void a_connection_that_says_nothing_is_closed() throws Exception {
        BrokerSettings impatient = Gateway.settings()
                .withPatience(new Patience(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ZERO));
        try (Gateway strict = new Gateway(impatient);
                RawClient client = new RawClient(strict)) {
            assertThat(client.isHungUp()).isTrue();
        }
    }

    @Test
    void packets_sent_without_waiting_for_connack_are_handled_in_order() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(new RawClient.Body()
                    .raw(RawClient.connect(4, true, "app", "a.pump", "secret"))
                    .raw(RawClient.subscribe(4, 1, 0, "reply/#", "news"))
                    .raw(RawClient.publish("api/1", "one", 1, 2, false))
                    .raw(RawClient.publish("api/2", "two", 0, 0, false))
                    .bytes());
            assertThat(client.read().type()).isEqualTo(RawClient.CONNACK);
            assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply/1");
            assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply/2");
        }
    }

    @Test
    void the_listener_hears_of_each_connection_once() throws Exception {
        RawClient.connected(gateway, 4, "a.pump", "app").close();
        await().until(() -> gateway.disconnected.size() == 1);
        assertThat(gateway.connected).hasSize(1);
        assertThat(gateway.connected.get(0).principal()).isEqualTo("a.pump");
        assertThat(gateway.connected.get(0).group()).isEqualTo("a");
    }

    @Test
    void a_slow_authentication_holds_up_nobody_else() throws Exception {
        CountDownLatch decided = new CountDownLatch(1);
        Authenticator slow = login -> {
            if (login.username().equals("a.slow")) {
                awaitQuietly(decided);
            }
            return CompletableFuture.completedFuture(new Verdict.Accepted("a", login.username(), null));
        };
        try (EmbeddedBroker broker = EmbeddedBroker.start(Gateway.settings(), slow, gateway);
                RawClient waiting = new RawClient(broker.port())) {
            waiting.send(RawClient.connect(4, true, "app", "a.slow", "secret"));
            for (int i = 0; i < 20; i++) {
                try (RawClient other = new RawClient(broker.port())) {
                    other.send(RawClient.connect(4, true, "app" + i, "a.quick", "secret"));
                    assertThat(other.read().at(1)).isZero();
                }
            }
            decided.countDown();
            assertThat(waiting.read().at(1)).isZero();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_client_is_asked_to_come_again_when_it_cannot_be_authenticated_now() throws Exception {
        BrokerSettings settings = Gateway.settings()
                .withPatience(new Patience(Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ZERO));
        CompletionStage<Verdict> never = new CompletableFuture<>();
        Authenticator broken = login -> {
            if (login.username().equals("a.never")) {
                return never;
            }
            throw new IllegalStateException("database is away");
        };
        try (EmbeddedBroker broker = EmbeddedBroker.start(settings, broken, gateway);
                RawClient refused = new RawClient(broker.port());
                RawClient ignored = new RawClient(broker.port())) {
            refused.send(RawClient.connect(4, true, "app", "a.pump", "secret"));
            assertThat(refused.read().at(1)).isEqualTo(3);
            ignored.send(RawClient.connect(5, true, "app", "a.never", "secret"));
            assertThat(ignored.read().at(1)).isEqualTo(0x88);
        }
    }
}
