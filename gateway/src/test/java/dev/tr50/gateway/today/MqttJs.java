package dev.tr50.gateway.today;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds mqtt.js: in the folder that the environment variable {@code TR50_MQTTJS} names, where Node.js itself finds it, or in
 * {@code target}, where npm puts it when it can.
 */
final class MqttJs {
    private static final Path INSTALLED = Path.of("target", "mqttjs").toAbsolutePath();
    private static final long NPM_PATIENCE_SECONDS = 60;

    private final Map<String, String> environment;

    private MqttJs(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Ends the test, as one that was not to be, when the machine has no mqtt.js and cannot get it. */
    static MqttJs assumeFound() throws IOException, InterruptedException {
        Program.assumeInstalled("node");
        String folder = System.getenv().getOrDefault("TR50_MQTTJS", INSTALLED.toString());
        MqttJs there =
                new MqttJs(Map.of("NODE_PATH", Path.of(folder, "node_modules").toString()));
        if (!there.isFound() && System.getenv("TR50_MQTTJS") == null) {
            Program.assumeInstalled("npm");
            install();
        }
        assumeTrue(there.isFound(), "mqtt.js is not installed in " + folder);
        return there;
    }

    private boolean isFound() throws IOException, InterruptedException {
        try (Program node =
                Program.start(List.of("node", "-e", "require('mqtt'); console.log('found')"), environment)) {
            return node.isSuccess();
        }
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        Process npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--prefix",
                        INSTALLED.toString(),
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "mqtt@" + System.getProperty("mqttjs.version"))
                .redirectErrorStream(true)
                .redirectOutput(new File(INSTALLED.toFile(), "npm.log"))
                .start();
        if (!npm.waitFor(NPM_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly().waitFor();
        }
    }

    /** Runs a script of the test resources. */
    Program run(String script, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "node", Path.of("src", "test", "resources", "today", script).toString()));
        command.addAll(arguments);
        return Program.start(command, environment);
    }
}
