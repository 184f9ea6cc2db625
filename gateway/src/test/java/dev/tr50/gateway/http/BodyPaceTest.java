package dev.tr50.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.dispatch.Answering;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyPaceTest {
    private static final Duration WINDOW = Duration.ofSeconds(3);

    private final MemoryBudget bodies = MemoryBudget.unlimited();
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = HttpListener.start(
                new HttpSettings("127.0.0.1", 0, 100, WINDOW, 4, null),
                List.of(
                        new ApiRoutes(
                                (message, session, remote) -> Answering.now(
                                        Integer.toString(message.length).getBytes()),
                                1_000_000,
                                bodies,
                                MemoryBudget.unlimited()),
                        router -> router.post("/files")
                                .handler(ctx -> bodies.lend(share -> RequestBody.read(ctx.request(), 1_000_000, share))
                                        .onSuccess(body -> Answers.succeed(ctx.request())))));
    }

    @AfterEach
    void stop() {
        listener.close(Duration.ofSeconds(1));
    }

    @Test
    void a_body_that_trickles_in_is_refused_and_its_connection_closed() throws Exception {
        try (ByteClient client = new ByteClient(listener.port())) {
            client.send("POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\n");
            trickle(client);

            assertThat(client.head()).contains("HTTP/1.1 408 Request Timeout", "Connection: close");
            assertThat(client.rest()).startsWith("{\"success\":false,\"errorCodes\":[-99010],");
        }
        await().until(() -> bodies.taken() == 0);
    }

    @Test
    void a_body_in_chunks_is_no_exception_and_other_doors_are_told_in_their_way() throws Exception {
        try (ByteClient client = new ByteClient(listener.port())) {
            client.send("POST /files HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n");
            trickle(client);

            assertThat(client.head()).startsWith("HTTP/1.1 408 Request Timeout");
            assertThat(client.rest()).startsWith("{\"error\":\"the body comes too slowly");
        }
    }

    @Test
    void a_slow_body_that_brings_enough_in_each_window_arrives_however_long_it_takes() throws Exception {
        int pieces = 8;
        byte[] piece = new byte[2 * BodyPace.LEAST];
        try (ByteClient client = new ByteClient(listener.port())) {
            client.send("POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: " + pieces * piece.length + "\r\n\r\n");
            long begin = System.nanoTime();
            for (int sent = 0; sent < pieces; sent++) {
                long due = begin + WINDOW.toNanos() / 4 * sent;
                await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() >= due);
                client.send(piece);
            }

            assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void a_connection_goes_on_after_a_body_that_came_in_time() throws Exception {
        try (ByteClient client = new ByteClient(listener.port())) {
            for (int turn = 0; turn < 3; turn++) {
                client.send("POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}");
                assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
                assertThat(client.text(1)).isEqualTo("2");
            }
        }
    }

    /** Sends a byte now and then, until the other end has had enough. */
    private static void trickle(ByteClient client) {
        await().atMost(WINDOW.multipliedBy(6))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    try {
                        client.send("x");
                        return client.hasAnswer();
                    } catch (SocketException closed) {
                        return true;
                    }
                });
    }
}
