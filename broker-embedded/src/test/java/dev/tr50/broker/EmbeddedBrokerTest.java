package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (Gateway first = new Gateway()) {
            BrokerSettings same = BrokerSettings.on("127.0.0.1", first.port());
            assertThatThrownBy(() -> EmbeddedBroker.start(same, first, first))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + first.port());
        }
    }

    @Test
    void connections_live_on_when_no_more_are_accepted() throws Exception {
        try (Gateway gateway = new Gateway();
                RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            int port = gateway.port();
            gateway.broker.stopAccepting();
            await().untilAsserted(
                            () -> assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class));
            client.send(RawClient.publish("api", "x", 0, 0, false));
            assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply");
        }
    }

    @Test
    void closing_says_goodbye_and_leaves_no_thread_behind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Gateway gateway = new Gateway();
        try (RawClient old = RawClient.connected(gateway, 4, "a.pump", "app");
                RawClient current = RawClient.connected(gateway, 5, "a.pump", "app5")) {
            gateway.close();
            assertThat(current.read(RawClient.DISCONNECT).at(0)).isEqualTo(0x8B);
            assertThat(current.isHungUp()).isTrue();
            assertThat(old.isHungUp()).isTrue();
        }
        assertThat(gateway.disconnected).hasSize(2);
        await().untilAsserted(() -> assertThat(ownThreadsSince(before)).isEmpty());
    }

    /** Netty and the JDK keep a few threads for the whole process. */
    private static Set<String> ownThreadsSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                .map(Thread::getName)
                .filter(name -> !name.startsWith("globalEventExecutor") && !name.startsWith("awaitility"))
                .collect(Collectors.toSet());
    }
}
