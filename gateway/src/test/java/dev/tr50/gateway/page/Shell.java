package dev.tr50.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs scripts in a folder of their own, where {@code https://localhost} is a gateway of the test. */
final class Shell {
    private static final long PATIENCE_SECONDS = 60;

    private final Path home;

    /**
     * @param home where scripts run, and where curl finds its settings
     * @param certificate what the gateway shows, as a PEM file; curl trusts nothing else
     */
    Shell(Path home, Path certificate, int httpsPort) throws IOException {
        this.home = home;
        Files.write(
                home.resolve(".curlrc"),
                List.of(
                        "cacert = \"" + certificate.toAbsolutePath() + "\"",
                        "connect-to = \"localhost:443:127.0.0.1:" + httpsPort + "\"",
                        "noproxy = \"*\"",
                        "max-time = " + PATIENCE_SECONDS));
    }

    /** Ends the test, as one that was not to be, when the machine has no curl; where CI runs, it has to be there. */
    static void assumeCurl() {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
        if (System.getenv("CI") != null) {
            assertThat(there).as("curl is installed, see .ci/run").isTrue();
        }
        assumeTrue(there, "curl is not installed, so the page is not tried out");
    }

    /** What a script prints on standard output; it must succeed and print nothing else. */
    byte[] run(String script) throws IOException, InterruptedException {
        File complaints = home.resolve("stderr").toFile();
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(home.toFile())
                .redirectError(complaints);
        shell.environment().put("CURL_HOME", home.toString());
        shell.environment().put("HOME", home.toString());
        Process process = shell.start();
        process.getOutputStream().close();
        byte[] printed = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(complaints.toPath())).isEmpty();
        assertThat(process.exitValue()).isZero();
        return printed;
    }
}
