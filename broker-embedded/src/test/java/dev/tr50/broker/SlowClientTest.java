package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowClientTest {

    private static final int REPLIES = 200;
    private static final byte[] LARGE = new byte[100_000];

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
    void replies_to_a_client_that_does_not_read_wait_for_it() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            Connection connection = awaitConnection();
            for (int i = 0; i < REPLIES; i++) {
                connection.reply(new ReplyRoute("reply/" + i, null), LARGE);
            }
            await().until(() -> !connection.isWritable());
            for (int i = 0; i < REPLIES; i++) {
                assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply/" + i);
            }
            await().until(connection::isWritable);
            await().until(() -> gateway.writabilityChanges.get() >= 2);
        }
    }

    @Test
    void a_paused_client_is_read_no_further_until_it_is_resumed() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            Connection connection = awaitConnection();
            gateway.pauseAfter(3);
            for (int i = 0; i < 10; i++) {
                client.send(RawClient.publish("api/" + i, "x", 0, 0, false));
            }
            for (int i = 0; i < 3; i++) {
                assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply/" + i);
            }
            assertThat(gateway.commands).hasSize(3);
            connection.resumeReading();
            for (int i = 3; i < 10; i++) {
                assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply/" + i);
            }
        }
    }

    @Test
    void a_client_that_floods_ordinary_topics_loses_nothing_it_published_at_qos_1() throws Exception {
        int messages = 5_000;
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            AtomicInteger acknowledged = new AtomicInteger();
            Thread reader = new Thread(() -> readAcknowledgements(client, messages, acknowledged));
            reader.start();
            for (int i = 0; i < messages; i++) {
                client.send(RawClient.publish("news", "x", 1, i + 1, false));
            }
            await().untilAsserted(() -> assertThat(acknowledged).hasValue(messages));
            reader.join();
        }
    }

    @Test
    void a_client_that_publishes_and_never_reads_its_acknowledgements_cannot_publish_for_ever() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
            new RawClient(channel.socket()).enter(4, "a.pump", "app");
            Connection connection = awaitConnection();
            channel.configureBlocking(false);
            ByteBuffer message = ByteBuffer.wrap(RawClient.publish("news", "x", 1, 1, false));
            await().atMost(Duration.ofMinutes(3))
                    .during(Duration.ofSeconds(1))
                    .until(() -> writeUntilFull(channel, message) == 0 && !connection.isWritable());
        }
    }

    private static int writeUntilFull(SocketChannel channel, ByteBuffer message) throws IOException {
        int written = 0;
        int last = 1;
        while (last > 0 && written < 10_000_000) {
            last = channel.write(message);
            written += last;
            if (!message.hasRemaining()) {
                message.rewind();
            }
        }
        return written;
    }

    private static void readAcknowledgements(RawClient client, int count, AtomicInteger acknowledged) {
        try {
            for (int i = 0; i < count; i++) {
                client.read(RawClient.PUBACK);
                acknowledged.incrementAndGet();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closing_reaches_a_client_that_does_not_read() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 5, "a.pump", "app")) {
            Connection connection = awaitConnection();
            for (int i = 0; i < REPLIES; i++) {
                connection.notify("notify/x", LARGE);
            }
            connection.close("stuck");
            await().until(() -> gateway.disconnected.contains(connection));
            assertThat(connection.isOpen()).isFalse();
            assertThat(client.isHungUp()).isTrue();
        }
    }

    @Test
    void a_silent_client_is_closed_after_its_keep_alive() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.connect(4, true, "app", "a.pump", Gateway.PASSWORD, 1));
            assertThat(client.isHungUp()).isTrue();
        }
        await().until(() -> gateway.disconnected.size() == 1);
    }

    private Connection awaitConnection() {
        await().until(() -> !gateway.connected.isEmpty());
        return gateway.connected.get(0);
    }
}
