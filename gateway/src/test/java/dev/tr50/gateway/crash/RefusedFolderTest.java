package dev.tr50.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tr50.gateway.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that cannot have its data folder says so, ends with status 1, and leaves folder and others alone. */
@EnabledOnOs(OS.LINUX)
class RefusedFolderTest {
    @TempDir
    Path folder;

    @Test
    void a_folder_that_another_process_holds_or_that_is_read_only_is_refused_and_stays_as_it_is() throws Exception {
        try (GatewayProcess holder = GatewayProcess.start(folder)) {
            try (GatewayProcess second = GatewayProcess.launch(folder, "exec \"$@\"")) {
                assertThat(second.awaitEnd()).isEqualTo(1);
            }
            assertThat(log()).contains("is in use by another process").doesNotContain("\tat ");
            try (Line pump = Site.of(holder).thing("pump")) {
                pump.call("property.publish", "{\"key\":\"rpm\",\"value\":1}");
            }
        }
        assumeTrue(mayMount(), "this machine lets nobody mount a file system of his own");
        Map<String, byte[]> before = content();

        try (GatewayProcess refused = GatewayProcess.launch(folder, readOnly("exec \"$@\""))) {
            assertThat(refused.awaitEnd()).isEqualTo(1);
        }

        assertThat(log()).contains("cannot be written").doesNotContain("\tat ");
        assertThat(content()).usingRecursiveComparison().isEqualTo(before);
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** @param then of the shell, in a place of its own where the folder cannot be written */
    private String readOnly(String then) {
        String data = folder.resolve("data").toString();
        return "exec unshare -Urm sh -c 'mount --bind " + data + " " + data + " && mount -o remount,bind,ro " + data
                + " && " + then + "' sh \"$@\"";
    }

    private boolean mayMount() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", readOnly("exec true"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private Map<String, byte[]> content() throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder.resolve("data"))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                content.put(path.toString(), Files.readAllBytes(path));
            }
        }
        return content;
    }
}
