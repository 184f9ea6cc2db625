package dev.tr50.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.certificate.TestCertificate;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.identity.FirstStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} as a process of its own, as scripts see it. */
class ReadyTest {
    @TempDir
    Path folder;

    private Process gateway;

    @AfterEach
    void end() throws InterruptedException {
        gateway.destroyForcibly().waitFor();
    }

    @Test
    void ready_names_the_two_plain_ports() throws Exception {
        BufferedReader out = serve(Map.of(), "--mqtt-port", "0", "--http-port", "0");

        assertThat(out.readLine()).matches("READY mqtt=[1-9]\\d* http=[1-9]\\d*");
        gateway.toHandle().destroy();
        assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).isZero();
        assertThat(out.readLine()).isNull();
    }

    @Test
    void the_limit_of_replies_is_its_own_and_not_that_of_messages() throws Exception {
        BufferedReader out = serve(Map.of(), "--mqtt-port", "0", "--http-port", "0", "--max-message-bytes", "2048");
        Matcher ready = Pattern.compile("READY mqtt=(\\d+) http=\\d+").matcher(out.readLine());
        assertThat(ready.matches()).isTrue();
        String echo = "{\"command\":\"diag.echo\",\"params\":{\"text\":\"" + "x".repeat(900) + "\"}}";
        String info = "{\"command\":\"session.info\"}";

        try (Tr50Client thing = thing(Integer.parseInt(ready.group(1)))) {
            byte[] reply = thing.exchange(
                            ("{\"1\":" + echo + ",\"2\":" + info + ",\"3\":" + info + ",\"4\":" + info + "}")
                                    .getBytes(StandardCharsets.UTF_8),
                            Duration.ofSeconds(20))
                    .orElseThrow();

            assertThat(reply).hasSizeGreaterThan(2048);
            assertThat(new String(reply, StandardCharsets.UTF_8)).doesNotContain("-99011");
        }
    }

    @Test
    void ready_names_the_tls_ports_too_where_they_are_on() throws Exception {
        TestCertificate certificate = TestCertificate.make().write(folder);
        Map<String, String> environment = Map.of(
                "TR50_TLS_CERT",
                folder.resolve("cert.pem").toString(),
                "TR50_TLS_KEY",
                folder.resolve("key.pem").toString(),
                "TR50_HTTPS_PORT",
                "0");
        BufferedReader out = serve(environment, "--mqtt-port", "0", "--http-port", "0", "--mqtts-port", "0");
        Matcher ready = Pattern.compile("READY mqtt=\\d+ http=\\d+ mqtts=(\\d+) https=(\\d+)")
                .matcher(out.readLine());

        assertThat(ready.matches()).isTrue();
        certificate.connect(Integer.parseInt(ready.group(1))).close();
        certificate.connect(Integer.parseInt(ready.group(2))).close();
    }

    private Tr50Client thing(int port) throws IOException {
        String token = FirstStart.read(folder.resolve("data").resolve(FirstStart.CREDENTIALS))
                .get(FirstStart.APP_TOKEN);
        return Tr50Client.connect("127.0.0.1", port, "pump-17", token, null);
    }

    private BufferedReader serve(Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--host",
                "127.0.0.1",
                "--data",
                folder.resolve("data").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(folder.resolve("log").toFile());
        builder.environment().putAll(environment);
        gateway = builder.start();
        return gateway.inputReader();
    }
}
