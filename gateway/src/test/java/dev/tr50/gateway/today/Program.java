package dev.tr50.gateway.today;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tr50.gateway.RunningGateway;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine, running. What it prints, on either output, is read line by line. */
final class Program implements AutoCloseable {
    /** A program that hangs is killed after so long, so that no test waits for it. */
    private static final long MOST_SECONDS = 60;

    private final Process process;
    private final BufferedReader out;

    private Program(Process process) {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
    }

    /** Ends the test, as one that was not to be, when the machine does not have a program of that name. */
    static void assumeInstalled(String name) {
        assumeTrue(isInstalled(name), name + " is not installed");
    }

    static boolean isInstalled(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .anyMatch(Files::isExecutable);
    }

    static Program start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    /** Reads lines up to one that holds the text. */
    Program awaitLine(String text) throws IOException {
        String line = out.readLine();
        while (line != null && !line.contains(text)) {
            line = out.readLine();
        }
        assertThat(line).as("a line with " + text).isNotNull();
        return this;
    }

    /** The lines that are still to come, once it has ended with the given status. */
    List<String> linesOnceEnded(int status) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
        }
        assertThat(process.waitFor(RunningGateway.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).as(String.join("\n", lines)).isEqualTo(status);
        return lines;
    }

    /** Whether it ends with status 0; what it prints does not matter. */
    boolean isSuccess() throws IOException, InterruptedException {
        out.transferTo(Writer.nullWriter());
        return process.waitFor() == 0;
    }

    /** Ends it as kill -9 does: it has no time to say goodbye. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
