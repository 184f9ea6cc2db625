package dev.tr50.gateway.cli;

import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import dev.tr50.gateway.client.Tr50Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tr50 send}: one TR50 command over MQTT, its reply on standard output. */
@Command(
        name = "send",
        sortOptions = false,
        description = {
            "Sends one TR50 command over MQTT and prints its reply as JSON.",
            "",
            "Exit code 0 when the reply says success, 1 when it says failure or nobody could be reached, 3 when no reply"
                    + " came.",
            "",
            "Without --user it logs in as the owner that the first start made, if DATA/credentials.properties can be read"
                    + " here (DATA is ./data or TR50_DATA)."
        },
        footer = {
            "",
            "Examples:",
            "  ./tr50 send diag.ping",
            "  ./tr50 send file.list '{\"global\":true,\"sort\":\"-uploadDate\",\"limit\":5}'",
            "  ./tr50 send --user pump-17 --password TOKEN file.put @put.json",
            "  ./tr50 send method.exec '{\"thingKey\":\"pump-17\",\"method\":\"ping\",\"ackTimeout\":60}'"
        })
final class Send implements Callable<Integer> {
    private static final int NO_REPLY = 3;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "H",
            defaultValue = "127.0.0.1",
            description = "Where the gateway is (${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "1883",
            description = "Its MQTT port (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--user", paramLabel = "U", description = "A thing key, or a user's e-mail address.")
    private String user;

    @Option(
            names = "--password",
            paramLabel = "P",
            description = "Application token or secret of the thing, or the user's password.")
    private String password;

    @Option(names = "--client-id", paramLabel = "ID", description = "MQTT client id; made up when absent.")
    private String clientId;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How long to wait for the reply (10; for method.exec and mailbox.send 10 more than the thing has for"
                            + " its answer).")
    private Integer timeout;

    @Parameters(index = "0", paramLabel = "COMMAND", description = "For example file.list; ./tr50 commands lists them.")
    private String command;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PARAMS-JSON | @FILE | -",
            description = "The params: JSON, a file that holds it, or - for standard input.")
    private String params;

    @Override
    public Integer call() throws IOException, Refusal, InterruptedException {
        if (timeout != null && timeout < 1) {
            throw new ParameterException(spec.commandLine(), "--timeout must be 1 or more, it is " + timeout);
        }
        String json = paramsJson();
        KnownCredentials known = KnownCredentials.read();
        String name = user == null ? known.email() : user;
        String secret = password == null && user == null ? known.password() : password;
        if (name == null || secret == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    user == null
                            ? "--user and --password are needed: there is no credentials.properties to be read in ./data or"
                                    + " TR50_DATA"
                            : "--user needs --password");
        }
        try (Tr50Client client = Connecting.connect(host, port, name, secret, clientId)) {
            Patience patience = Patience.of(command, json, timeout);
            Optional<Tr50Client.Answer> reply;
            try (Waiting waiting = new Waiting(spec.commandLine().getErr(), patience)) {
                waiting.begin();
                reply = client.call(command, json, patience.time());
            }
            if (reply.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("tr50: no reply within " + patience.time().toSeconds() + " s");
                return NO_REPLY;
            }
            spec.commandLine().getOut().println(reply.get().json());
            spec.commandLine().getOut().flush();
            return reply.get().success() ? 0 : 1;
        } catch (MqttSessionExpiredException e) {
            throw new Refusal("the gateway closed the connection");
        }
    }

    private String paramsJson() throws IOException, Refusal {
        if (params == null) {
            return null;
        }
        if (params.equals("-")) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return params.startsWith("@") ? contentOf(Path.of(params.substring(1))) : params;
    }

    private static String contentOf(Path file) throws Refusal {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Refusal("cannot read " + file + " (" + e + ")");
        }
    }
}
