package dev.tr50.gateway.filestore.contract;

import dev.tr50.gateway.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own, with little memory, which can be killed or held to what the kernel grants it. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("READY mqtt=\\d+ http=(\\d+)");

    private final Process process;
    private final Filestore files;

    private GatewayProcess(Process process, Filestore files) {
        this.process = process;
        this.files = files;
    }

    /** On the folder {@code data} below the given one; its log goes beside it. */
    static GatewayProcess start(Path folder) throws IOException {
        return start(folder, "exec \"$@\"");
    }

    /** @param script of the shell, which ends by running {@code "$@"} */
    static GatewayProcess start(Path folder, String script) throws IOException {
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
                folder.resolve("data").toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        BufferedReader out = process.inputReader();
        String line = String.valueOf(out.readLine());
        Matcher ready = READY.matcher(line);
        if (!ready.lookingAt()) {
            process.destroyForcibly();
            throw new AssertionError(line);
        }
        return new GatewayProcess(process, new Filestore(Integer.parseInt(ready.group(1)), folder.resolve("data")));
    }

    Filestore files() {
        return files;
    }

    /** As kill -9 does. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
