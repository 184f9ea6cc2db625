package dev.tr50.gateway.launcher;

import static java.nio.file.Files.createDirectories;
import static java.nio.file.Files.writeString;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shell script {@code tr50}, run from a copy of the checkout's outline with a JDK and a Maven that only say so. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    @TempDir
    private Path temporary;

    private Path checkout;
    private Path tools;
    private Path jdk;

    @BeforeEach
    void lay_out_a_checkout() throws IOException {
        checkout = createDirectories(temporary.resolve("a folder with spaces"));
        Files.copy(launcher(), checkout.resolve("tr50"), StandardCopyOption.COPY_ATTRIBUTES);
        writeString(checkout.resolve("pom.xml"), "<project/>");
        Path sources = createDirectories(checkout.resolve("gateway/src/main"));
        writeString(sources.resolveSibling("../pom.xml"), "<project/>");
        writeString(sources.resolve("Main.java"), "class Main {}");
        tools = createDirectories(temporary.resolve("tools"));
        // Nobody is root here, so that nothing is ever installed by a test.
        tool("id", "echo 1000");
        tool("mvn", fakeMaven("3.9.9"));
        jdk = jdk("jdk17", "17.0.1");
    }

    @Test
    void the_jar_is_built_once_and_then_only_run() throws Exception {
        Run first = run("serve", "--data", "my data");
        Run second = run("version");

        assertThat(first.status).isZero();
        assertThat(first.output).isEqualTo("java 17.0.1 serve|--data|my data|\n");
        assertThat(first.errors).contains("building");
        assertThat(second.output).isEqualTo("java 17.0.1 version|\n");
        assertThat(second.errors).isEmpty();
    }

    @Test
    void a_source_newer_than_the_jar_is_built_again() throws Exception {
        run("version");
        Files.setLastModifiedTime(
                checkout.resolve("gateway/src/main/Main.java"),
                FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(run("version").errors).contains("building");
    }

    @Test
    void a_symbolic_link_to_the_launcher_runs_it() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("a folder with spaces", "tr50"));
        Path linkToLink = Files.createSymbolicLink(temporary.resolve("again"), link);

        assertThat(runLauncher(linkToLink, Map.of(), "version").output).isEqualTo("java 17.0.1 version|\n");
    }

    @Test
    void an_old_java_is_passed_over() throws Exception {
        jdk("old", "11.0.2");
        Files.createSymbolicLink(tools.resolve("java"), temporary.resolve("old/bin/java"));
        Path ancient = jdk("ancient", "1.8.0_402");

        assertThat(run("version").output).isEqualTo("java 17.0.1 version|\n");
        Run besides = run(Map.of("JAVA_HOME", ancient.toString()), "version");
        assertThat(besides.output).doesNotContain("java 11", "java 1.8");
    }

    @Test
    void the_java_on_the_path_is_used_when_java_home_is_not_set() throws Exception {
        jdk("newer", "21.0.3");
        Files.createSymbolicLink(tools.resolve("java"), temporary.resolve("newer/bin/java"));

        assertThat(run(Map.of("JAVA_HOME", ""), "version").output).isEqualTo("java 21.0.3 version|\n");
    }

    @Test
    void a_runtime_without_a_compiler_runs_a_jar_that_is_current() throws Exception {
        run("version");
        Files.delete(jdk.resolve("bin/javac"));

        assertThat(run("version").output).isEqualTo("java 17.0.1 version|\n");
    }

    @Test
    void a_missing_maven_that_cannot_be_installed_is_said_plainly() throws Exception {
        tool("mvn", fakeMaven("3.6.3"));

        Run run = run("version");

        assertThat(run.status).isEqualTo(1);
        assertThat(run.output).isEmpty();
        assertThat(run.errors).contains("Maven 3.8.7 or newer is needed").contains("maven.apache.org");
    }

    @Test
    void a_failed_build_shows_why_and_leaves_no_jar() throws Exception {
        tool("mvn", "case $1 in -version) echo Apache Maven 3.9.9 ;; *) echo 'cannot find symbol'; exit 1 ;; esac");

        Run run = run("version");

        assertThat(run.status).isEqualTo(1);
        assertThat(run.output).isEmpty();
        assertThat(run.errors).contains("cannot find symbol").contains("the build failed");
        assertThat(checkout.resolve("gateway/target/tr50-gateway.jar")).doesNotExist();
    }

    @Test
    void the_test_command_shows_what_maven_shows_and_passes_its_exit_code_through() throws Exception {
        tool("mvn", "case $1 in -version) echo Apache Maven 3.9.9 ;; *) echo \"mvn $*\"; exit 7 ;; esac");

        Run run = run("test");

        assertThat(run.status).isEqualTo(7);
        assertThat(run.output).contains("mvn -B -ntp").contains("verify");
    }

    @Test
    void two_first_runs_at_once_build_once() throws Exception {
        List<Process> both =
                List.of(start(checkout.resolve("tr50"), Map.of(), "a"), start(checkout.resolve("tr50"), Map.of(), "b"));

        for (Process process : both) {
            assertThat(finish(process).status).isZero();
        }
        assertThat(checkout.resolve("builds")).content().hasLineCount(1);
    }

    private Run run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        return runLauncher(checkout.resolve("tr50"), environment, arguments);
    }

    private Run runLauncher(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        return finish(start(launcher, environment, arguments));
    }

    private Process start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        var command = Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                .toList();
        var builder = new ProcessBuilder(command).directory(temporary.toFile());
        var all = new TreeMap<>(
                Map.of("PATH", tools + ":/usr/bin:/bin", "JAVA_HOME", jdk.toString(), "TR50_JAVA_OPTS", ""));
        all.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(all);
        return builder.start();
    }

    private static Run finish(Process process) throws Exception {
        process.getOutputStream().close();
        // Few lines each: neither pipe fills up.
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                new String(process.getInputStream().readAllBytes()),
                new String(process.getErrorStream().readAllBytes()));
    }

    /** A JDK whose java prints its version and what it was asked to run after the jar. */
    private Path jdk(String name, String version) throws IOException {
        Path home = createDirectories(temporary.resolve(name));
        writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Path bin = createDirectories(home.resolve("bin"));
        executable(
                bin.resolve("java"),
                "while test \"$1\" != -jar; do shift; done; test -f \"$2\" && shift 2 && { printf 'java " + version
                        + " '; printf '%s|' \"$@\"; echo; }");
        executable(bin.resolve("javac"), "exit 0");
        return home;
    }

    /** A Maven that makes the jar where the launcher wants it and keeps a tally of its builds. */
    private String fakeMaven(String version) {
        return """
                case $1 in -version) echo Apache Maven %s; exit ;; esac
                echo built >> builds
                mkdir -p gateway/target
                for argument in "$@"; do
                    case $argument in -Dtr50.jar=*) echo jar > "${argument#-Dtr50.jar=}" ;; esac
                done""".formatted(version);
    }

    private void tool(String name, String script) throws IOException {
        executable(tools.resolve(name), script);
    }

    private static void executable(Path file, String script) throws IOException {
        writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path launcher() {
        return Path.of("..", "tr50").toAbsolutePath().normalize();
    }

    private record Run(int status, String output, String errors) {}
}
