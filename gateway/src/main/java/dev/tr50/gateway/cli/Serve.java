package dev.tr50.gateway.cli;

import dev.tr50.gateway.Gateway;
import dev.tr50.gateway.Settings;
import dev.tr50.protocol.Limits;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tr50 serve}: runs a gateway until the process is told to end. */
@Command(
        name = "serve",
        sortOptions = false,
        description = {
            "Runs a gateway.",
            "",
            "The first start makes the group DEFAULT, a user, and an application token with which things register"
                    + " themselves; all three are written to DATA/credentials.properties. Once every listener accepts,"
                    + " standard output carries one line, READY mqtt=PORT http=PORT"
                    + " (and mqtts=PORT https=PORT where on); logs go to standard error."
        },
        footer = {"", "Every option has an environment variable: --mqtt-port is TR50_MQTT_PORT, --data is TR50_DATA."})
final class Serve implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);
    private static final int LAST_PORT = 65_535;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./data",
            description = "Data folder, made when missing (${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--host",
            paramLabel = "ADDR",
            defaultValue = "0.0.0.0",
            description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--mqtt-port",
            paramLabel = "N",
            defaultValue = "1883",
            description = "Port of MQTT, 0 for any free one (${DEFAULT-VALUE}).")
    private int mqttPort;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port of HTTP, 0 for any free one (${DEFAULT-VALUE}).")
    private int httpPort;

    @Mixin
    private TlsOptions tls;

    @Option(
            names = "--max-message-bytes",
            paramLabel = "N",
            defaultValue = "" + Settings.DEFAULT_MESSAGE_BYTES,
            description = "Largest TR50 message (${DEFAULT-VALUE}).")
    private int maxMessageBytes;

    @Option(
            names = "--max-reply-bytes",
            paramLabel = "N",
            defaultValue = "16777216",
            description = "Largest results in one reply together (${DEFAULT-VALUE}).")
    private int maxReplyBytes;

    @Option(
            names = "--max-file-bytes",
            paramLabel = "N",
            defaultValue = "" + Settings.DEFAULT_FILE_BYTES,
            description = "Largest file (${DEFAULT-VALUE}).")
    private long maxFileBytes;

    @Option(
            names = "--max-commands",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most commands in one message (${DEFAULT-VALUE}).")
    private int maxCommands;

    @Override
    public Integer call() throws Exception {
        Gateway gateway = Gateway.start(settings());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway), "shutdown"));
        PrintWriter out = spec.commandLine().getOut();
        out.println(ready(gateway));
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private static String ready(Gateway gateway) {
        StringBuilder line = new StringBuilder("READY mqtt=" + gateway.mqttPort() + " http=" + gateway.httpPort());
        gateway.mqttTlsPort().ifPresent(port -> line.append(" mqtts=").append(port));
        gateway.httpTlsPort().ifPresent(port -> line.append(" https=").append(port));
        return line.toString();
    }

    private Settings settings() {
        return new Settings(
                data,
                host,
                port(spec.commandLine(), "--mqtt-port", mqttPort),
                port(spec.commandLine(), "--http-port", httpPort),
                tls.settings(),
                within("--max-message-bytes", maxMessageBytes, 1024, 256 << 20),
                positive("--max-file-bytes", maxFileBytes),
                new Limits(
                        within("--max-commands", maxCommands, 1, 10_000),
                        Limits.DEFAULT.depth(),
                        within("--max-reply-bytes", maxReplyBytes, 1024, 128 << 20)),
                System.getenv());
    }

    private long positive(String option, long value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be 1 or more, it is " + value);
        }
        return value;
    }

    static int port(CommandLine commandLine, String option, int port) {
        return within(commandLine, option, port, 0, LAST_PORT);
    }

    private int within(String option, int value, int least, int most) {
        return within(spec.commandLine(), option, value, least, most);
    }

    private static int within(CommandLine commandLine, String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    commandLine, option + " must be from " + least + " to " + most + ", it is " + value);
        }
        return value;
    }

    /** Java would end with 128 + the number of the signal; a gateway that was told to stop and did has not failed. */
    private static void stop(Gateway gateway) {
        LOG.info("Stopping");
        try {
            gateway.close();
            LOG.info("Stopped");
            Runtime.getRuntime().halt(0);
        } catch (RuntimeException | Error e) {
            LOG.error("The gateway did not stop cleanly", e);
            Runtime.getRuntime().halt(1);
        }
    }
}
