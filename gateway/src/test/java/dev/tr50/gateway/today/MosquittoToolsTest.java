package dev.tr50.gateway.today;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** mosquitto_pub, mosquitto_sub and mosquitto_rr, where the machine has them. */
class MosquittoToolsTest {
    private static final String PING = "{\"1\":{\"command\":\"diag.ping\"}}";
    private static final String PONG = "{\"1\":{\"success\":true}}";
    private static final String PATIENCE = Long.toString(RunningGateway.PATIENCE.toSeconds());

    @RegisterExtension
    static final RunningGateway GATEWAY = RunningGateway.withTls();

    @BeforeAll
    static void look() {
        for (String tool : new String[] {"mosquitto_pub", "mosquitto_sub", "mosquitto_rr", "stdbuf"}) {
            Program.assumeInstalled(tool);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void mosquitto_rr_asks_and_prints_the_reply(String version) throws Exception {
        assertThat(lines("mosquitto_rr", "-V", version, "-W", PATIENCE, "-t", "api/7", "-e", "reply/7", "-m", PING))
                .containsExactly(PONG);
    }

    @Test
    void mosquitto_rr_gets_its_correlation_data_back_by_mqtt_5() throws Exception {
        assertThat(lines(
                        "mosquitto_rr",
                        "-V",
                        "mqttv5",
                        "-W",
                        PATIENCE,
                        "-D",
                        "publish",
                        "correlation-data",
                        "forty-two",
                        "-F",
                        "%t %D %p",
                        "-t",
                        "api",
                        "-e",
                        "reply/here",
                        "-m",
                        PING))
                .containsExactly("reply/here forty-two " + PONG);
    }

    @Test
    void mosquitto_rr_speaks_tls() throws Exception {
        String authority = GATEWAY.data().resolve("cert.pem").toString();
        assertThat(through(
                                GATEWAY.mqttTlsPort(),
                                "mosquitto_rr",
                                "--cafile",
                                authority,
                                "-W",
                                PATIENCE,
                                "-t",
                                "api",
                                "-e",
                                "reply",
                                "-m",
                                PING)
                        .linesOnceEnded(0))
                .containsExactly(PONG);
    }

    /** Two windows: what one asks, the other sees. */
    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void mosquitto_sub_sees_the_reply_to_what_mosquitto_pub_asked_once(String version) throws Exception {
        try (Program window = start(
                "mosquitto_sub", "-d", "-V", version, "-q", "1", "-t", "reply/#", "-C", "2", "-W", PATIENCE, "-v")) {
            window.awaitLine("Subscribed");
            lines("mosquitto_pub", "-V", version, "-t", "api/a", "-m", PING);
            lines("mosquitto_pub", "-V", version, "-t", "api/b", "-m", PING);

            assertThat(window.linesOnceEnded(0))
                    .filteredOn(line -> line.startsWith("reply"))
                    .containsExactly("reply/a " + PONG, "reply/b " + PONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void a_kept_session_hears_later_what_was_published_at_qos_1_and_2(String version) throws Exception {
        List<String> kept = new ArrayList<>(List.of(
                "mosquitto_sub",
                "-V",
                version,
                "-i",
                "kept-" + version,
                "-c",
                "-q",
                "2",
                "-t",
                "tools/" + version,
                "-F",
                "%q %p"));
        if (version.equals("mqttv5")) {
            kept.addAll(List.of("-x", "3600"));
        }
        List<String> subscribing = new ArrayList<>(kept);
        subscribing.add("-E");
        lines(subscribing.toArray(String[]::new));
        lines("mosquitto_pub", "-V", version, "-t", "tools/" + version, "-q", "1", "-m", "one");
        lines("mosquitto_pub", "-V", version, "-t", "tools/" + version, "-q", "2", "-m", "two");

        kept.addAll(List.of("-C", "2", "-W", PATIENCE));
        assertThat(lines(kept.toArray(String[]::new))).containsExactly("1 one", "2 two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void a_retained_message_waits_for_mosquitto_sub(String qos) throws Exception {
        lines("mosquitto_pub", "-r", "-q", qos, "-t", "tools/retained/" + qos, "-m", "state " + qos);

        assertThat(lines(
                        "mosquitto_sub",
                        "-q",
                        qos,
                        "-t",
                        "tools/retained/" + qos,
                        "-C",
                        "1",
                        "-W",
                        PATIENCE,
                        "-F",
                        "%r %q %p"))
                .containsExactly("1 " + qos + " state " + qos);
    }

    @Test
    void the_will_of_a_mosquitto_sub_that_was_killed_is_published() throws Exception {
        try (Program heir =
                        start("mosquitto_sub", "-d", "-t", "tools/will", "-C", "1", "-W", PATIENCE, "-F", "will: %p");
                Program lost = start(
                        "mosquitto_sub",
                        "-d",
                        "-t",
                        "tools/none",
                        "--will-topic",
                        "tools/will",
                        "--will-payload",
                        "lost")) {
            heir.awaitLine("Subscribed");
            lost.awaitLine("Subscribed");
            lost.kill();

            assertThat(heir.linesOnceEnded(0)).contains("will: lost");
        }
    }

    @Test
    void a_large_reply_arrives_whole(@TempDir Path folder) throws Exception {
        String text = "0123456789".repeat(90_000);
        Path request = folder.resolve("request.json");
        Files.writeString(request, "{\"1\":{\"command\":\"diag.echo\",\"params\":{\"text\":\"" + text + "\"}}}");

        try (Program window = start("mosquitto_sub", "-d", "-t", "reply/big", "-C", "1", "-W", PATIENCE)) {
            window.awaitLine("Subscribed");
            lines("mosquitto_pub", "-t", "api/big", "-f", request.toString());

            String reply = "{\"1\":{\"success\":true,\"params\":{\"text\":\"" + text + "\"}}}";
            assertThat(window.linesOnceEnded(0)).filteredOn(reply::equals).hasSize(1);
        }
    }

    @Test
    void a_wrong_password_is_told() throws Exception {
        List<String> command = List.of(
                "mosquitto_pub",
                "-p",
                Integer.toString(GATEWAY.mqttPort()),
                "-u",
                "tools",
                "-P",
                "wrong",
                "-t",
                "t",
                "-m",
                "m");
        try (Program refused = Program.start(command, Map.of())) {
            refused.awaitLine("Connection Refused");
        }
    }

    private static List<String> lines(String... command) throws IOException, InterruptedException {
        try (Program program = start(command)) {
            return program.linesOnceEnded(0);
        }
    }

    private static Program start(String... command) throws IOException {
        return through(GATEWAY.mqttPort(), command);
    }

    private static Program through(int port, String... command) throws IOException {
        // Line by line, or what it says comes when it ends.
        List<String> whole = new ArrayList<>(List.of("stdbuf", "-oL"));
        whole.addAll(List.of(command));
        whole.addAll(List.of(
                "-h", "127.0.0.1", "-p", Integer.toString(port), "-u", "tools-thing", "-P", GATEWAY.appToken()));
        return Program.start(whole, Map.of());
    }
}
