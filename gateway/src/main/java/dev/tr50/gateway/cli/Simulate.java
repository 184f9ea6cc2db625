package dev.tr50.gateway.cli;

import dev.tr50.gateway.simulate.Simulation;
import dev.tr50.gateway.simulate.SimulationSettings;
import dev.tr50.gateway.simulate.SimulationSettings.Fleet;
import dev.tr50.gateway.simulate.SimulationSettings.Target;
import dev.tr50.gateway.simulate.SimulationSettings.User;
import dev.tr50.gateway.simulate.SimulationSettings.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tr50 simulate}: a fleet of devices that publish, upload files and answer methods. */
@Command(
        name = "simulate",
        sortOptions = false,
        description = {
            "Simulates devices: they connect, publish properties, alarms, attributes, places and lines of log, upload files and"
                    + " answer methods, while somebody calls these over HTTP. A line a second tells how fast and how"
                    + " well that goes; the summary comes at the end, or with Ctrl-C.",
            "",
            "Exit code 0 when everything was answered and nothing failed, else 1.",
            "",
            "Without --app-token the things log in with the token that the first start made, if DATA/credentials.properties"
                    + " can be read here (DATA is ./data or TR50_DATA); in the same way its user calls the methods."
        },
        footer = {
            "",
            "Examples:",
            "  ./tr50 simulate",
            "  ./tr50 simulate --things 100 --rate 10 --duration 60",
            "  ./tr50 simulate --host gateway.example.com --app-token TOKEN --things 1000 --rate 0.1 --report-every 60"
        })
final class Simulate implements Callable<Integer> {
    private static final Range THINGS = new Range(1, 10_000);
    private static final Range SECONDS = new Range(0, TimeUnit.DAYS.toSeconds(365));
    /** For the last replies and the summary, once Ctrl-C was pressed. */
    private static final long LAST_WORDS_SECONDS = 20;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--things",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many things, 1 to 10,000 (${DEFAULT-VALUE}).")
    private int things;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "1",
            description = "Commands a second that each thing sends, 0.001 to 1,000 (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long; 0 until Ctrl-C (${DEFAULT-VALUE}).")
    private int duration;

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

    @Option(
            names = "--http-port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Its HTTP port, for files and method calls (${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(names = "--app-token", paramLabel = "T", description = "Application token, with which the things log in.")
    private String appToken;

    @Option(
            names = "--key-prefix",
            paramLabel = "TEXT",
            defaultValue = "sim-",
            description = "What the keys of the things begin with; a number follows (${DEFAULT-VALUE}).")
    private String keyPrefix;

    @Option(
            names = "--connect-rate",
            paramLabel = "R",
            defaultValue = "50",
            description = "How many connect in a second (${DEFAULT-VALUE}).")
    private double connectRate;

    @Option(
            names = "--upload-every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Time from one file of a thing to its next, 0 for no files (${DEFAULT-VALUE}).")
    private int uploadEvery;

    @Option(
            names = "--call-rate",
            paramLabel = "R",
            defaultValue = "1",
            description = "Method calls a second in all, 0 for none (${DEFAULT-VALUE}). Without a user there are none.")
    private double callRate;

    @Option(names = "--user", paramLabel = "U", description = "E-mail address of the user who calls methods.")
    private String user;

    @Option(names = "--password", paramLabel = "P", description = "Password of that user.")
    private String password;

    @Option(
            names = "--report-every",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Time from one line to the next (${DEFAULT-VALUE}).")
    private int reportEvery;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Makes what is left to chance the same each time; made up when absent.")
    private Long seed;

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        SimulationSettings settings = settings();
        Target target = settings.target();
        // Whether there is somebody who lets things in is better known before a thousand try.
        Connecting.connect(
                        target.host(),
                        target.mqttPort(),
                        settings.fleet().key(1),
                        settings.fleet().token(),
                        null)
                .close();
        PrintWriter out = spec.commandLine().getOut();
        out.println(greeting(settings));
        out.flush();
        CountDownLatch stop = new CountDownLatch(1);
        Ending ending = new Ending(stop);
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            int code = new Simulation(settings, out).run(stop) ? 0 : 1;
            ending.finished(code);
            return code;
        } finally {
            ending.withdraw();
        }
    }

    private String greeting(SimulationSettings settings) {
        return "%,d things, %s commands a second each, seed %d; %s calls methods. Ctrl-C ends it."
                .formatted(
                        settings.fleet().things(),
                        rate,
                        settings.seed(),
                        settings.user().map(User::email).orElse("nobody"));
    }

    private SimulationSettings settings() throws IOException {
        CommandLine line = spec.commandLine();
        KnownCredentials known = KnownCredentials.read();
        String token = appToken == null ? known.appToken() : appToken;
        if (token == null) {
            throw new ParameterException(
                    line,
                    "--app-token is needed: there is no credentials.properties to be read in ./data or TR50_DATA");
        }
        return new SimulationSettings(
                new Target(host, Range.port(line, "--port", port), Range.port(line, "--http-port", httpPort)),
                new Fleet(
                        THINGS.check(line, "--things", things),
                        keyPrefix,
                        token,
                        within("--connect-rate", connectRate, 1)),
                new Work(
                        within("--rate", rate, 0.001),
                        seconds("--upload-every", uploadEvery),
                        callRate == 0 ? 0 : within("--call-rate", callRate, 0.001)),
                caller(known),
                Optional.of(seconds("--duration", duration)).filter(time -> !time.isZero()),
                seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
                Duration.ofSeconds(new Range(1, 86_400).check(line, "--report-every", reportEvery)));
    }

    private Duration seconds(String option, int value) {
        return Duration.ofSeconds(SECONDS.check(spec.commandLine(), option, value));
    }

    private double within(String option, double value, double least) {
        if (value >= least && value <= 1000) {
            return value;
        }
        throw new ParameterException(
                spec.commandLine(), option + " must be from " + least + " to 1000, it is " + value);
    }

    private Optional<User> caller(KnownCredentials known) {
        String email = user == null ? known.email() : user;
        String secret = password == null ? known.password() : password;
        if (user != null && secret == null) {
            throw new ParameterException(spec.commandLine(), "--user needs --password");
        }
        return callRate == 0 || email == null ? Optional.empty() : Optional.of(new User(email, secret));
    }

    /** Lets Ctrl-C end the simulation as its duration does, with its summary and its exit code. */
    private static final class Ending extends Thread {
        private final CountDownLatch stop;
        private final CountDownLatch finished = new CountDownLatch(1);
        private volatile int code = 1;

        Ending(CountDownLatch stop) {
            super("simulation-ending");
            this.stop = stop;
        }

        @Override
        public void run() {
            stop.countDown();
            try {
                if (finished.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                    Runtime.getRuntime().halt(code);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void finished(int exitCode) {
            code = exitCode;
            finished.countDown();
        }

        void withdraw() {
            try {
                Runtime.getRuntime().removeShutdownHook(this);
            } catch (IllegalStateException ending) {
                // The process ends already, by this very thread.
            }
        }
    }
}
