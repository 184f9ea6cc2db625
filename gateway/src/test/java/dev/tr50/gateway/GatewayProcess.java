package dev.tr50.gateway;

import dev.tr50.gateway.cli.Main;
import dev.tr50.gateway.identity.FirstStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own, with little memory, which can be killed or held to what the kernel grants it. */
public final class GatewayProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("READY mqtt=(\\d+) http=(\\d+)");
    private static final long MOST_SECONDS_TO_STOP = 60;

    private final Process process;
    private final Path data;
    private int mqttPort;
    private int httpPort;

    private GatewayProcess(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** On the folder {@code data} below the given one; its log goes beside it. */
    public static GatewayProcess start(Path folder) throws IOException {
        return start(folder, "exec \"$@\"");
    }

    /** @param script of the shell, which ends by running {@code "$@"} */
    public static GatewayProcess start(Path folder, String script) throws IOException {
        GatewayProcess gateway = launch(folder, script);
        try {
            return gateway.awaitReady();
        } catch (IOException | AssertionError e) {
            gateway.kill();
            throw e;
        }
    }

    /** The same, and does not wait until it is ready. */
    public static GatewayProcess launch(Path folder, String script) throws IOException {
        Path data = folder.resolve("data");
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--host",
                "127.0.0.1",
                "--mqtt-port",
                "0",
                "--http-port",
                "0",
                "--data",
                data.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        return new GatewayProcess(process, data);
    }

    /** Waits for the line that says so; a process that ends without it is a failure. */
    public GatewayProcess awaitReady() throws IOException {
        BufferedReader out = process.inputReader();
        String line = String.valueOf(out.readLine());
        Matcher ready = READY.matcher(line);
        if (!ready.lookingAt()) {
            throw new AssertionError("No gateway, but " + line);
        }
        mqttPort = Integer.parseInt(ready.group(1));
        httpPort = Integer.parseInt(ready.group(2));
        return this;
    }

    public int mqttPort() {
        return mqttPort;
    }

    public int httpPort() {
        return httpPort;
    }

    public Path data() {
        return data;
    }

    /** What the first start made up. */
    public Map<String, String> credentials() throws IOException {
        return FirstStart.read(data.resolve(FirstStart.CREDENTIALS));
    }

    /** As kill -9 does. */
    public void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** As kill does. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Its exit status, for which it has a minute. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(MOST_SECONDS_TO_STOP, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("The gateway did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }
}
