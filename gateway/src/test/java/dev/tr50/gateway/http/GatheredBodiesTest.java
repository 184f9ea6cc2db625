package dev.tr50.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.dispatch.Answering;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that clients begin and do not end, and replies that they do not read. */
class GatheredBodiesTest {
    private static final int MESSAGE = 1_000_000;

    private final AtomicInteger refused = new AtomicInteger();
    private final MemoryBudget bodies = new MemoryBudget(4 * MESSAGE, "too much", refused::incrementAndGet);
    private final MemoryBudget answers = new MemoryBudget(48 << 20, "too much unread", refused::incrementAndGet);
    private final CompletableFuture<byte[]> slowReply = new CompletableFuture<>();
    private final List<ByteClient> idle = new ArrayList<>();
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = HttpListener.start(
                HttpSettings.on("127.0.0.1", 0), List.of(new ApiRoutes(this::answer, MESSAGE, bodies, answers)));
    }

    @AfterEach
    void stop() throws IOException {
        leave();
        listener.close(Duration.ofSeconds(1));
    }

    private Answering<byte[]> answer(byte[] message, String session, String remote) {
        if ("fails".equals(session)) {
            throw new IllegalStateException("as a fault would");
        }
        if ("long".equals(session)) {
            return Answering.now(new byte[24 << 20]);
        }
        return "slow".equals(session) ? Answering.soon(slowReply) : Answering.now(new byte[] {'o', 'k'});
    }

    private void leave() throws IOException {
        for (ByteClient client : idle) {
            client.close();
        }
        idle.clear();
    }

    private ByteClient begin(String head, int bytes) throws IOException {
        ByteClient client = new ByteClient(listener.port());
        idle.add(client);
        client.send("POST /api HTTP/1.1\r\nHost: h\r\n" + head + "\r\n\r\n");
        client.send("x".repeat(bytes));
        return client;
    }

    private String statusOf(int length, String session) throws IOException {
        try (ByteClient client = new ByteClient(listener.port())) {
            client.send("POST /api HTTP/1.1\r\nHost: h\r\nsessionId: " + session + "\r\nContent-Length: " + length
                    + "\r\n\r\n" + "x".repeat(length));
            return client.line();
        }
    }

    @Test
    void many_long_bodies_that_never_end_take_no_more_than_their_share_and_short_messages_still_pass()
            throws IOException {
        for (int i = 0; i < 250; i++) {
            begin("Content-Length: " + MESSAGE, 1000);
        }

        await().untilAsserted(() -> assertThat(refused).hasValue(247));
        assertThat(bodies.taken()).isEqualTo(3 * MESSAGE);
        assertThat(statusOf(2000, "any")).isEqualTo("HTTP/1.1 200 OK");

        leave();
        await().until(() -> bodies.taken() == 0);
        assertThat(statusOf(MESSAGE, "any")).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void whoever_finds_no_room_is_told_to_try_again_in_the_way_of_the_door() throws IOException {
        for (int i = 0; i < 3; i++) {
            begin("Content-Length: " + MESSAGE, 1000);
        }
        await().until(() -> bodies.taken() == 3 * MESSAGE);

        ByteClient late = begin("Content-Length: " + MESSAGE, MESSAGE);

        assertThat(late.head()).startsWith("HTTP/1.1 503 Service Unavailable").contains("Retry-After: 1");
        assertThat(late.rest())
                .isEqualTo("{\"success\":false,\"errorCodes\":[-99006],\"errorMessages\":[\"too much\"]}");
        assertThat(refused).hasValue(1);
    }

    @Test
    void a_body_in_chunks_takes_what_has_come_of_it() throws IOException {
        ByteClient chunked = begin("Transfer-Encoding: chunked", 0);
        chunked.send("2710\r\n" + "x".repeat(10_000) + "\r\n");
        await().until(() -> bodies.taken() == 10_000);

        for (int i = 0; i < 2; i++) {
            begin("Content-Length: " + MESSAGE, 1000);
        }
        await().until(() -> bodies.taken() == 2 * MESSAGE + 10_000);
        chunked.send("F4240\r\n" + "x".repeat(1_000_000) + "\r\n0\r\n\r\n");

        assertThat(chunked.head()).startsWith("HTTP/1.1 413 Request Entity Too Large");
        leave();
        await().until(() -> bodies.taken() == 0);
    }

    @Test
    void what_is_handled_keeps_its_room_until_the_answer_even_when_the_client_has_left() throws IOException {
        begin("sessionId: slow\r\nContent-Length: 5000", 5000);
        await().until(() -> bodies.taken() == 5000);
        leave();
        assertThat(statusOf(10, "any")).isEqualTo("HTTP/1.1 200 OK");
        assertThat(bodies.taken()).isEqualTo(5000);

        slowReply.complete(new byte[] {'o', 'k'});

        await().until(() -> bodies.taken() == 0);
    }

    @Test
    void long_replies_that_nobody_reads_take_no_more_than_their_share() throws IOException {
        assertThat(begin("sessionId: long\r\nContent-Length: 2", 2).line()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answers.taken()).isEqualTo(24 << 20);

        assertThat(statusOf(2, "long")).isEqualTo("HTTP/1.1 503 Service Unavailable");
        assertThat(statusOf(2, "any")).isEqualTo("HTTP/1.1 200 OK");

        leave();
        await().until(() -> answers.taken() == 0);
        assertThat(statusOf(2, "long")).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void a_fault_gives_the_room_back() throws IOException {
        assertThat(statusOf(5000, "fails")).isEqualTo("HTTP/1.1 500 Internal Server Error");

        await().until(() -> bodies.taken() == 0);
    }
}
