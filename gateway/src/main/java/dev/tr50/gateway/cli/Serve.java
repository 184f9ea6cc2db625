package dev.tr50.gateway.cli;

import dev.tr50.gateway.Gateway;
import dev.tr50.gateway.Settings;
import dev.tr50.gateway.Settings.Listeners;
import dev.tr50.gateway.logline.LogOutput;
import java.io.IOException;
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

    @Mixin
    private DownloadOptions downloads;

    @Mixin
    private FilestoreOptions filestore;

    @Mixin
    private MailboxOptions mailbox;

    @Mixin
    private SeriesOptions series;

    @Mixin
    private LimitOptions limits;

    @Mixin
    private LoginOptions logins;

    @Mixin
    private OperationOptions operation;

    @Override
    public Integer call() throws Exception {
        Settings settings = settings();
        LogOutput log = operation.log();
        Gateway gateway = start(settings, log);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, log), "shutdown"));
        PrintWriter out = spec.commandLine().getOut();
        out.println(ready(gateway));
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    /** What the log has to say of a start that fails comes before the sentence of why it did. */
    private static Gateway start(Settings settings, LogOutput log) throws IOException {
        boolean started = false;
        try {
            Gateway gateway = Gateway.start(settings);
            started = true;
            return gateway;
        } finally {
            if (!started) {
                log.close();
            }
        }
    }

    private static String ready(Gateway gateway) {
        StringBuilder line = new StringBuilder("READY mqtt=" + gateway.mqttPort() + " http=" + gateway.httpPort());
        gateway.mqttTlsPort().ifPresent(port -> line.append(" mqtts=").append(port));
        gateway.httpTlsPort().ifPresent(port -> line.append(" https=").append(port));
        return line.toString();
    }

    private Settings settings() {
        CommandLine line = spec.commandLine();
        Listeners listeners = new Listeners(
                host,
                Range.port(line, "--mqtt-port", mqttPort),
                Range.port(line, "--http-port", httpPort),
                tls.settings());
        return new Settings(
                data,
                listeners,
                limits.limits(),
                logins.rules(),
                downloads.rules(),
                filestore.rules(),
                mailbox.rules(),
                series.rules(),
                operation.rules(),
                System.getenv());
    }

    /** Java would end with 128 + the number of the signal; a gateway that was told to stop and did has not failed. */
    private static void stop(Gateway gateway, LogOutput log) {
        LOG.info("Stopping");
        int status = 0;
        try {
            gateway.close();
            LOG.info("Stopped");
        } catch (RuntimeException | Error e) {
            LOG.error("The gateway did not stop cleanly", e);
            status = 1;
        }
        log.close();
        Runtime.getRuntime().halt(status);
    }
}
