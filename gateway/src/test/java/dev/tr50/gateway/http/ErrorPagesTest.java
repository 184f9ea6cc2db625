package dev.tr50.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorPagesTest {
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = HttpListener.start(HttpSettings.on("127.0.0.1", 0), List.of(router -> {
            router.route("/thing")
                    .handler(new Resource().get(ErrorPagesTest::hello).put(ErrorPagesTest::hello));
            router.route("/api").handler(new Resource().post(ErrorPagesTest::hello));
            router.route("/late").handler(new Resource().get(ErrorPagesTest::failHalfway));
            router.route("/refused").handler(new Resource().get(ctx -> ctx.fail(HttpRefused.exists())));
            router.route("/thrown").handler(new Resource().get(ctx -> {
                        throw HttpRefused.forbidden();
                    }));
        }));
    }

    @AfterEach
    void stop() {
        listener.close(Duration.ofSeconds(1));
    }

    private static void hello(RoutingContext ctx) {
        Answers.json(ctx.request(), 200, "{\"hello\":1}".getBytes(UTF_8));
    }

    private static void failHalfway(RoutingContext ctx) {
        ctx.response().setChunked(true).write(Buffer.buffer("half"));
        throw new IllegalStateException("on purpose");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nowhere", "/thing/more", "/THING", "/apiary", "/filestore", "/files%2F", "//", "/*"})
    void a_path_that_nobody_knows_is_404_with_an_error_text(String path) throws IOException {
        assertThat(exchange("GET " + path + " HTTP/1.1"))
                .startsWith("HTTP/1.1 404 Not Found")
                .containsIgnoringCase("\r\nContent-Type: application/json\r\n")
                .endsWith("\r\n\r\n{\"error\":\"no such resource\"}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/more", "/file", "/file/", "/file/a/b", "/mqtt", "/mqtt/more"})
    void paths_of_tr50_clients_keep_the_failures_of_tr50(String path) throws IOException {
        assertThat(exchange("GET " + path + " HTTP/1.1"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("{\"success\":false,\"errorCodes\":[-90008],\"errorMessages\":[\"No such resource\"]}");
    }

    @ParameterizedTest
    @CsvSource({"POST", "DELETE", "PATCH", "TRACE", "BREW", "get"})
    void a_known_path_tells_other_methods_which_ones_it_knows(String method) throws IOException {
        assertThat(exchange(method + " /thing HTTP/1.1"))
                .startsWith("HTTP/1.1 405 Method Not Allowed")
                .containsIgnoringCase("\r\nAllow: GET, HEAD, PUT\r\n")
                .endsWith("{\"error\":\"method not allowed here; allowed: GET, HEAD, PUT\"}\n");
    }

    @Test
    void a_wrong_method_on_a_path_of_tr50_is_a_failure_of_tr50() throws IOException {
        assertThat(exchange("GET /api HTTP/1.1"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("\r\nAllow: POST\r\n")
                .contains("{\"success\":false,\"errorCodes\":[-99005]");
    }

    @Test
    void head_is_answered_like_get_without_the_body() throws IOException {
        String get = exchange("GET /thing HTTP/1.1");
        String head = exchange("HEAD /thing HTTP/1.1");

        assertThat(get).startsWith("HTTP/1.1 200 OK").endsWith("{\"hello\":1}");
        assertThat(head).isEqualTo(get.substring(0, get.length() - "{\"hello\":1}".length()));
    }

    @Test
    void head_of_what_is_not_there_says_404_and_nothing_more() throws IOException {
        assertThat(exchange("HEAD /nowhere HTTP/1.1"))
                .startsWith("HTTP/1.1 404 ")
                .containsIgnoringCase("Content-Length: 29")
                .endsWith("\r\n\r\n");
    }

    @Test
    void options_tells_the_methods_and_lets_no_other_site_in() throws IOException {
        assertThat(exchange(
                        "OPTIONS /thing HTTP/1.1\r\nOrigin: https://elsewhere\r\nAccess-Control-Request-Method: PUT"))
                .startsWith("HTTP/1.1 204 No Content")
                .containsIgnoringCase("\r\nAllow: GET, HEAD, PUT\r\n")
                .doesNotContainIgnoringCase("Access-Control")
                .endsWith("\r\n\r\n");
        assertThat(exchange("OPTIONS /nowhere HTTP/1.1")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /thing HTTP/1.1",
                "GET /nowhere HTTP/1.1",
                "DELETE /thing HTTP/1.1",
                "GET /api HTTP/1.1",
                "OPTIONS /thing HTTP/1.1",
                "GARBAGE",
                "GET /%zz HTTP/1.1"
            })
    void every_answer_keeps_browsers_from_guessing_and_framing(String requestLine) throws IOException {
        assertThat(exchange(requestLine))
                .containsIgnoringCase("\r\nX-Content-Type-Options: nosniff\r\n")
                .containsIgnoringCase("\r\nX-Frame-Options: DENY\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /thing HTTP/1.1", "GET /nowhere HTTP/1.1", "GET /api HTTP/1.1", "GET /%zz HTTP/1.1"})
    void what_a_browser_shows_when_a_link_is_followed_loads_and_runs_nothing(String requestLine) throws IOException {
        assertThat(exchange(requestLine))
                .containsIgnoringCase(
                        "\r\nContent-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /thing HTTP/1.1", "GET /nowhere HTTP/1.1", "GET /refused HTTP/1.1", "GARBAGE"})
    void json_is_never_kept_by_caches(String requestLine) throws IOException {
        assertThat(exchange(requestLine)).containsIgnoringCase("\r\nCache-Control: no-store\r\n");
    }

    @Test
    void a_refusal_is_an_answer_whether_it_is_thrown_or_handed_over() throws IOException {
        assertThat(exchange("GET /refused HTTP/1.1"))
                .startsWith("HTTP/1.1 409 ")
                .endsWith("{\"error\":\"entity already exists\"}\n");
        assertThat(exchange("GET /thrown HTTP/1.1")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void an_answer_that_fails_halfway_does_not_look_complete() throws IOException {
        assertThat(exchange("GET /late HTTP/1.1")).contains("half").doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void a_handler_that_fails_when_its_answer_has_begun_holds_up_neither_the_client_nor_a_stop() throws IOException {
        try (ByteClient client = new ByteClient(listener.port())) {
            client.send("GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.rest()).contains("half").doesNotEndWith("0\r\n\r\n");
        }
        await().until(() -> listener.running() == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "GET thing HTTP/1.1, 404",
        "OPTIONS * HTTP/1.1, 404",
        "CONNECT h:443 HTTP/1.1, 404",
        "GET http://h/thing HTTP/1.1, 200",
        "GET /thing/ HTTP/1.1, 200",
        "GET /thing HTTP/1.0, 200",
        "GET /thing HTTP/3.0, 501",
        "GET /thing XYZ/1.1, 501"
    })
    void what_servers_are_not_asked_every_day_has_an_answer_too(String requestLine, int status) throws IOException {
        assertThat(exchange(requestLine).split(" ")[1]).isEqualTo(Integer.toString(status));
    }

    /** Ends with the connection, so nothing of it can stay behind. */
    private String exchange(String requestLine) throws IOException {
        try (ByteClient client = new ByteClient(listener.port())) {
            return client.send(requestLine + "\r\nHost: h\r\nConnection: close\r\n\r\n")
                    .rest();
        }
    }
}
