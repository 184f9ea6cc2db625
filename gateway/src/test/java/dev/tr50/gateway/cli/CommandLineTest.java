package dev.tr50.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.Catalogue;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.storage.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void send_prints_the_reply_and_ends_with_0_on_success() {
        assertThat(send("diag.echo", "{\"a\":[1.50,\"ä\"]}")).isZero();
        assertThat(out.toString().strip()).isEqualTo("{\"success\":true,\"params\":{\"a\":[1.50,\"ä\"]}}");
    }

    @Test
    void send_ends_with_1_on_failure() {
        assertThat(send("file.delete", "{\"fileName\":\"nothing\",\"global\":true}"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("\"success\":false", "-90008");
    }

    @Test
    void send_takes_params_from_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("params.json"), "{\"from\":\"file\"}");

        assertThat(send("diag.echo", "@" + file)).isZero();
        assertThat(out.toString()).contains("\"from\":\"file\"");
    }

    @Test
    void send_says_where_params_are_no_json() {
        assertThat(send("diag.echo", "{\"a\":")).isEqualTo(1);
        assertThat(err.toString()).contains("the params are not JSON").doesNotContain("\tat ");
    }

    @Test
    void send_says_when_nobody_is_there() throws IOException {
        assertThat(run("send", "--port", Integer.toString(freePort()), "--user", "a", "--password", "b", "diag.ping"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("cannot reach 127.0.0.1:").doesNotContain("\tat ");
    }

    @Test
    void simulate_says_when_nobody_is_there() throws IOException {
        assertThat(run("simulate", "--port", Integer.toString(freePort()), "--app-token", "t"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("cannot reach 127.0.0.1:").doesNotContain("\tat ");
    }

    @Test
    void simulate_says_when_its_things_are_not_let_in() {
        assertThat(run("simulate", "--port", Integer.toString(GATEWAY.mqttPort()), "--app-token", "wrong"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("refused the login of sim-0001").doesNotContain("\tat ");
    }

    @Test
    void simulate_reports_and_ends_with_0_when_nothing_failed() {
        assertThat(run(
                        "simulate",
                        "--port",
                        Integer.toString(GATEWAY.mqttPort()),
                        "--http-port",
                        Integer.toString(GATEWAY.httpPort()),
                        "--app-token",
                        GATEWAY.appToken(),
                        "--things",
                        "2",
                        "--rate",
                        "10",
                        "--duration",
                        "1"))
                .as(out.toString())
                .isZero();
        assertThat(out.toString()).contains("2 things, 10.0 commands a second each", "nobody calls methods", "2/2");
    }

    @Test
    void send_says_when_the_login_is_refused() {
        assertThat(run(
                        "send",
                        "--port",
                        Integer.toString(GATEWAY.mqttPort()),
                        "--user",
                        "thing",
                        "--password",
                        "wrong",
                        "diag.ping"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("refused the login of thing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "serve --mqtt-port x",
                "serve --mqtt-port 70000",
                "serve --colour red",
                "serve --mqtts-port 0",
                "serve --https-port 0 --tls-cert cert.pem",
                "serve --https-port 0 --tls-key key.pem",
                "serve --tls-cert cert.pem --tls-key key.pem",
                "serve --mqtts-port 70000 --tls-cert cert.pem --tls-key key.pem",
                "serve --tls-client-ca ca.pem",
                "serve --https-port 0 --tls-cert cert.pem --tls-key key.pem --tls-client-auth required",
                "serve --https-port 0 --tls-cert cert.pem --tls-key key.pem --tls-client-auth maybe",
                "simulate --things 0 --app-token t",
                "simulate --rate 0 --app-token t",
                "simulate --rate x --app-token t",
                "simulate --user ann@example.com --app-token t",
                "send",
                "send --port"
            })
    void wrong_usage_is_told_and_ends_with_2(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void a_port_in_use_is_told_and_ends_with_1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run("serve", "--data", folder.toString(), "--http-port", "0", "--mqtt-port", port))
                    .isEqualTo(1);
            assertThat(err.toString()).contains(port).doesNotContain("\tat ");
            assertThat(run("serve", "--data", folder.toString(), "--http-port", port, "--mqtt-port", "0"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_data_folder_that_another_process_holds_is_told_and_ends_with_1() {
        try (Storage held = Storage.open(folder)) {
            assertThat(held).isNotNull();
            assertThat(run("serve", "--data", folder.toString(), "--http-port", "0", "--mqtt-port", "0"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains(folder.toString()).doesNotContain("\tat ");
        }
    }

    @Test
    void a_data_folder_that_cannot_be_made_is_told_and_ends_with_1() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("serve", "--data", file.resolve("data").toString(), "--http-port", "0", "--mqtt-port", "0"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("file").doesNotContain("\tat ");
    }

    @Test
    void a_certificate_that_cannot_be_used_is_told_and_ends_with_1_before_anything_is_made() throws IOException {
        Path data = folder.resolve("data");
        Path pem = Files.writeString(folder.resolve("cert.pem"), "no certificate");

        for (Path wrong : List.of(pem, folder.resolve("missing.pem"))) {
            assertThat(run(
                            "serve",
                            "--data",
                            data.toString(),
                            "--https-port",
                            "0",
                            "--tls-cert",
                            wrong.toString(),
                            "--tls-key",
                            wrong.toString()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains(wrong.toString()).doesNotContain("\tat ");
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void every_command_explains_itself() {
        for (CommandLine each : Main.commandLine().getSubcommands().values()) {
            String usage = each.getUsageMessage();

            assertThat(usage).contains(each.getCommandName());
            assertThat(each.getCommandSpec().usageMessage().description()).isNotEmpty();
        }
    }

    @Test
    void help_names_every_command() {
        assertThat(run("help")).isZero();
        assertThat(out.toString()).contains("serve", "send", "demo", "test", "version", "help");
    }

    @Test
    void commands_lists_the_catalogue_and_explains_one() {
        assertThat(run("commands")).isZero();
        assertThat(Catalogue.signatures())
                .extracting(Signature::name)
                .allSatisfy(name -> assertThat(out.toString()).contains(name));
        assertThat(run("commands", "file.list")).isZero();
        assertThat(out.toString()).contains("uploadDate, fileName, length or public");
    }

    @Test
    void the_demo_does_the_whole_job() {
        assertThat(run("demo")).isZero();
        assertThat(out.toString())
                .contains("file.put", "POST /file/", "file.list", "file.get", "GET /file/", "file.delete")
                .contains("POST /tokens", "POST /files", "GET /files", "DELETE /files/calibration.json");
    }

    private int send(String command, String params) {
        return run(
                "send",
                "--port",
                Integer.toString(GATEWAY.mqttPort()),
                "--user",
                GATEWAY.ownerEmail(),
                "--password",
                GATEWAY.ownerPassword(),
                command,
                params);
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
