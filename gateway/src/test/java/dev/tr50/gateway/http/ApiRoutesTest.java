package dev.tr50.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.dispatch.Answering;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiRoutesTest {
    private static final int MAX_BYTES = 100_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private HttpListener listener;
    private volatile String thread;

    @BeforeEach
    void start() throws IOException {
        listener = HttpListener.start(
                HttpSettings.on("127.0.0.1", 0),
                List.of(new ApiRoutes(this::echo, MAX_BYTES, MemoryBudget.unlimited(), MemoryBudget.unlimited())));
    }

    @AfterEach
    void stop() {
        listener.close(Duration.ofSeconds(1));
    }

    /** Stands for the dispatcher: tells what it was given. */
    private Answering<byte[]> echo(byte[] message, String session, String remote) {
        thread = Thread.currentThread().getName();
        String text = new String(message, UTF_8);
        if (text.equals("fail")) {
            return Answering.soon(CompletableFuture.failedFuture(new IllegalStateException("on purpose")));
        }
        return Answering.now((session + "|" + text.length() + "|" + remote.split(":")[0]).getBytes(UTF_8));
    }

    @Test
    void a_message_is_answered_with_status_200_and_json_of_known_length() throws Exception {
        HttpResponse<String> reply = post("{\"1\":{}}");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(reply.headers().firstValue("Content-Length")).hasValue("16");
        assertThat(reply.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(reply.body()).isEqualTo("null|8|127.0.0.1");
    }

    @Test
    void the_session_header_is_found_in_any_spelling() throws Exception {
        assertThat(post("{}", "sessionId", "abc").body()).startsWith("abc|");
        assertThat(post("{}", "SESSIONID", "abc").body()).startsWith("abc|");
        assertThat(post("{}", "sessionid", "abc").body()).startsWith("abc|");
    }

    @Test
    void any_content_type_and_an_empty_body_reach_the_dispatcher() throws Exception {
        assertThat(post("a=b", "Content-Type", "application/x-www-form-urlencoded")
                        .body())
                .startsWith("null|3|");
        assertThat(post("x", "Content-Type", "multipart/form-data; boundary=no").body())
                .startsWith("null|1|");
        assertThat(post("").body()).startsWith("null|0|");
    }

    @Test
    void the_dispatcher_is_called_on_a_worker_thread() throws Exception {
        post("{}");

        assertThat(thread).contains("worker");
    }

    @Test
    void a_fault_of_the_gateway_is_status_500_with_a_tr50_failure() throws Exception {
        HttpResponse<String> reply = post("fail");

        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.body())
                .isEqualTo("{\"success\":false,\"errorCodes\":[-99007],\"errorMessages\":[\"Internal error\"]}");
    }

    @Test
    void other_methods_are_told_which_one_is_allowed() throws Exception {
        HttpResponse<String> reply =
                client.send(HttpRequest.newBuilder(uri("/api")).GET().build(), BodyHandlers.ofString());

        assertThat(reply.statusCode()).isEqualTo(405);
        assertThat(reply.headers().firstValue("Allow")).hasValue("POST");
        assertThat(reply.body()).startsWith("{\"success\":false,");
    }

    @Test
    void a_message_of_the_longest_length_passes_and_one_byte_more_does_not() throws Exception {
        assertThat(post("x".repeat(MAX_BYTES)).body()).startsWith("null|" + MAX_BYTES + "|");

        HttpResponse<String> tooLong = post("x".repeat(MAX_BYTES + 1));

        assertThat(tooLong.statusCode()).isEqualTo(413);
        assertThat(tooLong.body()).contains("-99011");
    }

    @Test
    void a_client_that_sends_too_much_in_chunks_still_reads_its_answer_before_the_connection_ends() throws Exception {
        try (ByteClient bytes = new ByteClient(listener.port())) {
            bytes.send("POST /api HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
            for (int sent = 0; sent < 100; sent++) {
                bytes.send(chunk);
            }
            bytes.send("0\r\n\r\n");

            assertThat(bytes.head()).contains("HTTP/1.1 413 Request Entity Too Large", "Connection: close");
            assertThat(bytes.rest()).contains("-99011");
        }
    }

    @Test
    void a_length_that_no_body_can_have_is_refused_at_once() throws Exception {
        for (String length : List.of("9223372036854775807", "9223372036854775806", "100001")) {
            try (ByteClient bytes = new ByteClient(listener.port())) {
                bytes.send("POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n{");
                assertThat(bytes.head()).contains("HTTP/1.1 413 Request Entity Too Large", "Connection: close");
            }
        }
        try (ByteClient bytes = new ByteClient(listener.port())) {
            bytes.send("POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 9223372036854775808\r\n\r\n{");
            assertThat(bytes.head()).first().isEqualTo("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void continue_is_said_to_clients_that_ask_and_to_no_other() throws Exception {
        try (ByteClient bytes = new ByteClient(listener.port())) {
            bytes.send("POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(bytes.head()).containsExactly("HTTP/1.1 100 Continue");
            bytes.send("{}");
            assertThat(bytes.head()).first().isEqualTo("HTTP/1.1 200 OK");
        }
        try (ByteClient bytes = new ByteClient(listener.port())) {
            bytes.send("POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(bytes.head()).first().isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void several_messages_use_one_connection() throws Exception {
        try (ByteClient bytes = new ByteClient(listener.port())) {
            for (int message = 0; message < 3; message++) {
                bytes.send("POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}");
                assertThat(bytes.head()).first().isEqualTo("HTTP/1.1 200 OK");
                assertThat(bytes.text(16)).isEqualTo("null|2|127.0.0.1");
            }
        }
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api")).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }
}
