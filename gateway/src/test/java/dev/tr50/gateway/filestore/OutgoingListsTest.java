package dev.tr50.gateway.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.ByteClient;
import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.HttpSettings;
import dev.tr50.gateway.http.MemoryBudget;
import dev.tr50.storage.Scope;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutgoingListsTest {
    /** Longer than what the buffers of a connection hold, and two of them too long for one scope. */
    private static final int LENGTH = (int) (OutgoingLists.MOST_OF_SCOPE * 3 / 4);

    private final MemoryBudget answers = MemoryBudget.unlimited();
    private final OutgoingLists lists = new OutgoingLists(answers);
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = HttpListener.start(
                HttpSettings.on("127.0.0.1", 0),
                List.of(router -> router.route("/:scope")
                        .handler(ctx -> send(ctx.request(), new Scope(Long.parseLong(ctx.pathParam("scope")))))));
    }

    @AfterEach
    void stop() {
        listener.close(Duration.ofSeconds(1));
    }

    private void send(HttpServerRequest request, Scope scope) {
        lists.send(request, scope, new byte[LENGTH]).onFailure(failure -> {
            if (failure instanceof HttpRefused refused) {
                Answers.refuse(request, refused);
            }
        });
    }

    private ByteClient ask(int scope) throws IOException {
        return new ByteClient(listener.port()).send("GET /" + scope + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    private String statusOf(int scope) throws IOException {
        try (ByteClient client = ask(scope)) {
            return client.line();
        }
    }

    @Test
    void long_lists_that_nobody_reads_are_few_and_those_of_others_do_not_wait_for_them() throws IOException {
        try (ByteClient idle = ask(1)) {
            assertThat(idle.line()).isEqualTo("HTTP/1.1 200 OK");

            try (ByteClient next = ask(1)) {
                assertThat(next.head())
                        .startsWith("HTTP/1.1 503 Service Unavailable")
                        .contains("Retry-After: 1");
            }
            assertThat(statusOf(2)).isEqualTo("HTTP/1.1 200 OK");
        }
        await().until(() -> statusOf(1).equals("HTTP/1.1 200 OK"));
        await().until(() -> answers.taken() == 0);
    }

    @Test
    void a_list_that_was_read_makes_room_for_the_next() {
        for (int turn = 0; turn < 3; turn++) {
            await().until(() -> isSentWhole(1));
        }
    }

    private boolean isSentWhole(int scope) throws IOException {
        try (ByteClient reader = ask(scope)) {
            return reader.head().contains("HTTP/1.1 200 OK") && reader.bytes(LENGTH).length == LENGTH;
        }
    }
}
