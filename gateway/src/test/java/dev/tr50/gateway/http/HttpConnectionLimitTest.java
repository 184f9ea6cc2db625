package dev.tr50.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionLimitTest {
    private static final int MOST = 3;
    private static final String REQUEST = "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n";

    private final List<ByteClient> clients = new ArrayList<>();
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = HttpListener.start(
                HttpSettings.on("127.0.0.1", 0).withConnections(MOST),
                List.of(router ->
                        router.get("/quick").handler(ctx -> ctx.response().end("ok"))));
    }

    @AfterEach
    void stop() throws IOException {
        for (ByteClient client : clients) {
            client.close();
        }
        listener.close(Duration.ofSeconds(1));
    }

    private ByteClient open() throws IOException {
        ByteClient client = new ByteClient(listener.port());
        clients.add(client);
        return client;
    }

    private static boolean isServed(ByteClient client) throws IOException {
        List<String> head = client.send(REQUEST).head();
        return !head.isEmpty()
                && head.get(0).equals("HTTP/1.1 200 OK")
                && client.text(2).equals("ok");
    }

    @Test
    void one_connection_more_than_allowed_is_closed_and_the_others_are_served_on() throws Exception {
        for (int i = 0; i < MOST; i++) {
            assertThat(isServed(open())).isTrue();
        }
        assertThat(open().rest()).isEmpty();
        assertThat(isServed(clients.get(0))).isTrue();
    }

    @Test
    void a_connection_that_ends_makes_room_and_one_that_was_refused_takes_none() throws Exception {
        for (int i = 0; i < MOST; i++) {
            assertThat(isServed(open())).isTrue();
        }
        assertThat(open().rest()).isEmpty();
        clients.get(0).close();

        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> isServed(open()));
    }
}
