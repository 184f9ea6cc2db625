package dev.tr50.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = RunningGateway.withTls();

    private static Exposition metrics() {
        try {
            return Exposition.of(GATEWAY.get("/metrics").body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The page is up to a second old, so it is asked until it shows what has happened. */
    private static void awaitMore(String series, double than) {
        await().untilAsserted(() -> assertThat(metrics().value(series)).isGreaterThan(than));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/fs/metrics"})
    void the_page_is_text_that_prometheus_reads(String path) throws Exception {
        HttpResponse<String> page = GATEWAY.get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        Exposition exposition = Exposition.of(page.body());
        assertThat(exposition.types())
                .containsEntry("tr50_connections", "gauge")
                .containsEntry("tr50_received_bytes_total", "counter")
                .containsEntry("tr50_queue_length", "gauge")
                .containsEntry("tr50_database_connections", "gauge")
                .containsEntry("tr50_logins_total", "counter")
                .containsEntry("tr50_limit_exceeded_total", "counter")
                .containsEntry("tr50_build_info", "gauge")
                .containsEntry("jvm_memory_used_bytes", "gauge")
                .containsEntry("jvm_threads_live_threads", "gauge")
                .containsEntry("process_cpu_usage", "gauge");
    }

    @Test
    void head_is_answered_and_post_is_not() throws Exception {
        try (ByteClient client = new ByteClient(GATEWAY.httpPort())) {
            client.send("HEAD /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
        }
        assertThat(GATEWAY.post("/metrics", "").statusCode()).isEqualTo(405);
    }

    @Test
    void a_command_over_mqtt_is_counted_and_timed_under_its_name() throws Exception {
        String count = "tr50_commands_total{command=diag.ping, result=success}";
        String time = "tr50_command_duration_seconds_count{command=diag.ping}";
        Exposition before = metrics();
        try (Tr50Client pump = GATEWAY.thing("pump-17")) {
            RunningGateway.call(pump, "diag.ping", "{}");

            awaitMore(count, before.value(count));
            awaitMore(time, before.value(time));
            awaitMore("tr50_connections{door=mqtt}", 0);
        }
        Exposition after = metrics();
        assertThat(after.value("tr50_received_bytes_total{door=mqtt}"))
                .isGreaterThan(before.value("tr50_received_bytes_total{door=mqtt}"));
        assertThat(after.value("tr50_sent_bytes_total{door=mqtt}"))
                .isGreaterThan(before.value("tr50_sent_bytes_total{door=mqtt}"));
        assertThat(after.value("tr50_mqtt_packets_received_total{type=publish}"))
                .isGreaterThan(before.value("tr50_mqtt_packets_received_total{type=publish}"));
        assertThat(after.series()).contains("tr50_command_duration_seconds_bucket{command=diag.ping, le=0.001}");
    }

    @Test
    void a_command_over_http_counts_as_command_and_as_request() throws Exception {
        String failed = "tr50_commands_total{command=file.get, result=-99004}";
        String request = "tr50_http_requests_total{method=POST, route=/api, status=2xx}";
        String login = "tr50_logins_total{result=accepted}";
        Exposition before = metrics();

        GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\"" + GATEWAY.ownerEmail()
                + "\",\"password\":\"" + GATEWAY.ownerPassword() + "\"}}}");

        awaitMore(request, before.value(request));
        awaitMore(login, before.value(login));
        awaitMore("tr50_commands_total{command=api.authenticate, result=success}", 0);
        assertThat(metrics().value(failed)).isZero();
    }

    @Test
    void what_is_refused_as_a_whole_is_counted_over_mqtt_and_http() throws Exception {
        String malformed = "tr50_commands_total{command=none, result=-99001}";
        double before = metrics().value(malformed);
        GATEWAY.post("/api", "no message");
        awaitMore(malformed, before);

        try (Tr50Client pump = GATEWAY.thing("pump-17")) {
            double afterOne = metrics().value(malformed);
            pump.exchange("no message".getBytes(StandardCharsets.UTF_8), RunningGateway.PATIENCE);
            awaitMore(malformed, afterOne);
        }
    }

    @Test
    void a_refused_request_is_counted_by_its_very_status_and_a_closed_connection_too() throws Exception {
        String unauthenticated = "tr50_http_refused_total{status=401}";
        double before = metrics().value(unauthenticated);
        GATEWAY.get("/files");
        awaitMore(unauthenticated, before);

        String closed = "tr50_mqtt_closed_connections_total";
        double closedBefore = metrics().value(closed);
        try (ByteClient nonsense = new ByteClient(GATEWAY.mqttPort())) {
            nonsense.send("This is no MQTT at all");
            awaitMore(closed, closedBefore);
        }
    }

    @Test
    void a_login_that_is_refused_is_counted_whatever_the_door() throws Exception {
        String wrong = "tr50_logins_total{result=wrong}";
        String turnedAway = "tr50_mqtt_refused_connects_total";
        Exposition before = metrics();

        assertThatThrownBy(() -> GATEWAY.client("pump-17", "guess")).isInstanceOf(RuntimeException.class);
        awaitMore(wrong, before.value(wrong));
        awaitMore(turnedAway, before.value(turnedAway));

        double afterMqtt = metrics().value(wrong);
        GATEWAY.api(
                "{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"appToken\":\"guess\",\"appId\":\"a\",\"thingKey\":\"pump-17\"}}}");
        awaitMore(wrong, afterMqtt);
        awaitMore("tr50_commands_total{command=api.authenticate, result=-99004}", 0);
    }

    @Test
    void a_file_up_and_down_shows_in_bytes_and_in_what_is_stored() throws Exception {
        int length = 300_000;
        String received = "tr50_received_bytes_total{door=http}";
        String sent = "tr50_sent_bytes_total{door=http}";
        Exposition before = metrics();
        try (Tr50Client pump = GATEWAY.thing("pump-17")) {
            GATEWAY.store(pump, "{\"fileName\":\"a.bin\",\"public\":true}", "x".repeat(length));
            String handle = RunningGateway.call(pump, "file.get", "{\"fileName\":\"a.bin\"}")
                    .at("/params/fileId")
                    .asText();
            assertThat(GATEWAY.get("/file/" + handle).body()).hasSize(length);
        }

        awaitMore(received, before.value(received) + length);
        awaitMore(sent, before.value(sent) + length);
        awaitMore("tr50_http_requests_total{method=GET, route=/file/:id, status=2xx}", 0);
        awaitMore("tr50_http_requests_total{method=POST, route=/file/:id, status=2xx}", 0);
        awaitMore("tr50_database_sync_duration_seconds_count", 0);
        awaitMore("tr50_disk_free_bytes", 0);
        assertThat(metrics().value("tr50_arriving_files")).isZero();
    }

    @Test
    void names_that_clients_make_up_add_no_series() throws Exception {
        try (Tr50Client pump = GATEWAY.thing("pump-17")) {
            makeUp(pump);
            awaitMore("tr50_commands_total{command=unknown, result=-99002}", 0);
            awaitMore("tr50_http_requests_total{method=other, route=none, status=4xx}", 0);
            for (String route : List.of("none", "/files/:name", "/file/:id", "/fs/groups/:groupId/files")) {
                awaitMore("tr50_http_requests_total{method=GET, route=" + route + ", status=4xx}", 0);
            }
            awaitMore("tr50_http_requests_total{method=GET, route=/metrics, status=2xx}", 0);
            double unknown = metrics().value("tr50_commands_total{command=unknown, result=-99002}");
            Set<String> before = ours(metrics());

            for (int i = 0; i < 50; i++) {
                makeUp(pump);
            }

            awaitMore("tr50_commands_total{command=unknown, result=-99002}", unknown + 49);
            Set<String> added = new HashSet<>(ours(metrics()));
            added.removeAll(before);
            assertThat(added).isEmpty();
        }
    }

    private static Set<String> ours(Exposition page) {
        return page.series().stream().filter(name -> name.startsWith("tr50_")).collect(Collectors.toSet());
    }

    private static void makeUp(Tr50Client pump) throws IOException, InterruptedException {
        String word = UUID.randomUUID().toString().replace("-", "");
        RunningGateway.call(pump, "file." + word, "{}");
        GATEWAY.get("/" + word + "?" + word);
        GATEWAY.get("/files/" + word);
        GATEWAY.get("/fs/groups/" + word + "/files");
        GATEWAY.get("/file/" + word);
        try (ByteClient client = new ByteClient(GATEWAY.httpPort())) {
            client.send(word.substring(0, 8).toUpperCase(Locale.ROOT) + " /" + word
                    + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            client.rest();
        }
    }

    @Test
    void what_is_no_request_is_counted_too() throws Exception {
        String broken = "tr50_http_requests_total{method=GET, route=none, status=4xx}";
        double before = metrics().value(broken);
        try (ByteClient client = new ByteClient(GATEWAY.httpPort())) {
            assertThat(client.send("GARBAGE\r\n\r\n").rest()).contains(" 400 ");
        }
        awaitMore(broken, before);
    }

    @Test
    void every_door_has_its_series() {
        assertThat(metrics().series())
                .contains(
                        "tr50_connections{door=mqtt}",
                        "tr50_connections{door=mqtts}",
                        "tr50_connections{door=ws}",
                        "tr50_connections{door=wss}",
                        "tr50_connections{door=http}",
                        "tr50_connections{door=https}");
    }
}
