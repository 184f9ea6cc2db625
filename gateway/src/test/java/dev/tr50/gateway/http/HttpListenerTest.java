package dev.tr50.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class HttpListenerTest {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch allowed = new CountDownLatch(1);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        logged.start();
        root.addAppender(logged);
        listener = HttpListener.start(HttpSettings.on("127.0.0.1", 0), List.of(router -> {
            router.get("/slow").handler(this::answerWhenAllowed);
            router.get("/quick").handler(ctx -> ctx.response().end("ok"));
            router.get("/broken").handler(ctx -> {
                throw new IllegalStateException("on purpose");
            });
        }));
    }

    @AfterEach
    void stop() {
        listener.close(Duration.ofSeconds(1));
        root.detachAppender(logged);
    }

    private void answerWhenAllowed(RoutingContext ctx) {
        ctx.vertx()
                .executeBlocking(
                        () -> {
                            started.countDown();
                            return allowed.await(60, TimeUnit.SECONDS);
                        },
                        false)
                .onSuccess(done -> ctx.response().end("done"));
    }

    @Test
    void a_port_in_use_is_named_in_the_message() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            HttpSettings settings = HttpSettings.on("0.0.0.0", taken.getLocalPort());

            assertThatThrownBy(() -> HttpListener.start(settings, List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("0.0.0.0:" + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void every_event_loop_serves_the_one_port() throws Exception {
        for (int connection = 0; connection < 4; connection++) {
            assertThat(get("/quick")).endsWith("ok");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GARBAGE, 400",
        "GET /%zz HTTP/1.1, 400",
        "POST / HTTP/1.1|Content-Length: -5, 400",
        "POST / HTTP/1.1|Content-Length: x, 400"
    })
    void what_is_not_http_is_refused_in_json_and_logged_nowhere(String lines, int status) throws Exception {
        try (ByteClient client = new ByteClient(listener.port())) {
            client.send(lines.replace("|", "\r\n") + "\r\nHost: h\r\nConnection: close\r\n\r\n");

            assertThat(client.head()).first().asString().matches("HTTP/\\d\\.\\d " + status + " .*");
            assertThat(client.rest())
                    .isIn("{\"error\":\"malformed request\"}\n", "{\"error\":\"not an HTTP request\"}\n");
        }
        assertNothingLogged();
    }

    @Test
    void a_request_line_and_headers_without_end_are_refused_in_json() throws Exception {
        assertThat(exchange("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n"))
                .contains(" 414 ")
                .endsWith("{\"error\":\"the request line is too long\"}\n");
        assertThat(exchange("GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .contains(" 431 ")
                .endsWith("{\"error\":\"the headers are too long\"}\n");
        assertNothingLogged();
    }

    @Test
    void a_chunk_with_a_broken_length_ends_the_connection_and_logs_nothing() throws Exception {
        try (ByteClient client = new ByteClient(listener.port())) {
            client.send("POST /quick HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n");

            assertThat(client.rest()).doesNotContain("HTTP/1.1 200");
        }
        assertNothingLogged();
    }

    @Test
    void a_handler_that_throws_is_logged_and_answered_in_json() throws Exception {
        assertThat(get("/broken")).startsWith("HTTP/1.1 500").endsWith("{\"error\":\"internal error\"}\n");
        assertThat(logged.list).anyMatch(event -> event.getLevel() == Level.ERROR);
    }

    @Test
    void a_stop_waits_for_what_runs_and_takes_nothing_new() throws Exception {
        try (ByteClient running = new ByteClient(listener.port());
                ByteClient idle = new ByteClient(listener.port())) {
            idle.send("GET /quick HTTP/1.1\r\nHost: h\r\n\r\n").head();
            idle.text(2);
            running.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();

            listener.stopAccepting();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> listener.close(Duration.ofSeconds(10)));

            assertThat(get("/quick")).isEmpty();
            idle.send("GET /quick HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(idle.head()).first().asString().startsWith("HTTP/1.1 503");
            assertThat(closed).isNotDone();
            allowed.countDown();
            assertThat(running.rest()).startsWith("HTTP/1.1 200").endsWith("done");
            await().until(closed::isDone);
        }
    }

    private String get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    }

    private String exchange(String request) throws IOException {
        try (ByteClient client = new ByteClient(listener.port())) {
            return client.send(request).rest();
        }
    }

    private void assertNothingLogged() {
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }
}
