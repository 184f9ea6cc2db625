package dev.tr50.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class RequestsSentAheadTest {
    private static final String UNANSWERED = "GET /unanswered HTTP/1.1\r\nHost: h\r\n\r\n";

    private final CountDownLatch asked = new CountDownLatch(1);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        logged.start();
        root.addAppender(logged);
        listener = HttpListener.start(HttpSettings.on("127.0.0.1", 0), List.of(router -> {
            router.get("/unanswered").handler(ctx -> asked.countDown());
            router.post("/echo").handler(RequestsSentAheadTest::echo);
        }));
    }

    @AfterEach
    void stop() {
        listener.close(Duration.ofSeconds(1));
        root.detachAppender(logged);
    }

    private static void echo(RoutingContext ctx) {
        ctx.request().body().onSuccess(ctx::end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /un",
                "POST /echo HTTP/1.1\r\nHost: h\r\n",
                "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc",
                "nonsense\r\n\r\n"
            })
    void who_goes_in_the_midst_of_a_request_leaves_nothing_behind_of_the_one_before(String begun) throws Exception {
        try (ByteClient client = new ByteClient(listener.port())) {
            client.send(UNANSWERED + begun);
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> listener.running() == 0);
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    @Test
    void requests_are_answered_in_their_order_however_many_come_ahead() throws Exception {
        StringBuilder requests = new StringBuilder();
        for (int i = 10; i < 60; i++) {
            requests.append("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n")
                    .append(i);
        }
        try (ByteClient client = new ByteClient(listener.port())) {
            client.send(requests.toString());
            for (int i = 10; i < 60; i++) {
                assertThat(client.head()).first().asString().startsWith("HTTP/1.1 200");
                assertThat(client.text(2)).isEqualTo(String.valueOf(i));
            }
            client.send("POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 3\r\n\r\nend");
            assertThat(client.rest()).endsWith("end");
        }
    }
}
