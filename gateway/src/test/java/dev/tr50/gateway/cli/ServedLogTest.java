package dev.tr50.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.identity.FirstStart;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of {@code serve}, a process of its own, as collectors see it. */
class ServedLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern READY = Pattern.compile("READY mqtt=(\\d+) http=(\\d+)");
    private static final String COMMANDS = IntStream.range(0, 100)
            .mapToObj(i -> "\"" + i + "\":{\"command\":\"diag.ping\"}")
            .collect(Collectors.joining(",", "{", "}"));

    @TempDir
    Path folder;

    private Process gateway;

    @AfterEach
    void end() throws InterruptedException {
        gateway.destroyForcibly().waitFor();
    }

    @Test
    void a_log_that_nobody_reads_holds_up_nobody_and_what_is_lost_is_counted() throws Exception {
        Matcher ports = serve("--log-format", "json", "--log-level", "debug");
        Map<String, String> credentials = FirstStart.read(folder.resolve("data").resolve(FirstStart.CREDENTIALS));
        String token = credentials.get(FirstStart.APP_TOKEN);

        try (Tr50Client thing =
                Tr50Client.connect("127.0.0.1", Integer.parseInt(ports.group(1)), "pump-17", token, null)) {
            // Twice as many lines as the queue and the pipe hold.
            for (int i = 0; i < 200; i++) {
                assertThat(thing.exchange(COMMANDS.getBytes(StandardCharsets.UTF_8), PATIENCE))
                        .isPresent();
            }
        }
        assertThat(metrics(ports.group(2))).containsPattern("tr50_limit_exceeded_total\\{limit=\"log_lines\"} [1-9]");

        gateway.toHandle().destroy();
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).isZero();
        assertThatEachLineIsOneObject(gateway.errorReader(), credentials);
    }

    private static void assertThatEachLineIsOneObject(BufferedReader log, Map<String, String> credentials)
            throws Exception {
        List<String> lines = log.lines().toList();
        assertThat(lines).hasSizeGreaterThan(100);
        assertThat(String.join("\n", lines))
                .doesNotContain(credentials.get(FirstStart.APP_TOKEN), credentials.get(FirstStart.ADMIN_PASSWORD));
        JsonNode started = new JsonMapper().readTree(lines.get(0));
        assertThat(started.path("message").asText()).isEqualTo("Started");
        JsonNode command = new JsonMapper()
                .readTree(lines.stream()
                        .filter(line -> line.contains("diag.ping"))
                        .findFirst()
                        .orElseThrow());
        assertThat(command.path("client").asText()).isEqualTo("pump-17");
        assertThat(command.path("group").asText()).isEqualTo("DEFAULT");
        assertThat(command.path("command").asText()).isEqualTo("diag.ping");
        assertThat(command.path("result").asInt()).isZero();
        assertThat(command.path("durationMs").isNumber()).isTrue();
        assertThat(command.path("from").asText()).startsWith("127.0.0.1:");
    }

    private static String metrics(String port) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .timeout(PATIENCE)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private Matcher serve(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--host=127.0.0.1",
                "--mqtt-port=0",
                "--http-port=0",
                "--data",
                folder.resolve("data").toString()));
        command.addAll(List.of(options));
        gateway = new ProcessBuilder(command).start();
        Matcher ready = READY.matcher(gateway.inputReader().readLine());
        assertThat(ready.matches()).isTrue();
        return ready;
    }
}
