package dev.tr50.gateway.filestore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see who use curl. */
class CurlTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    @TempDir
    Path folder;

    @BeforeAll
    static void find() {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "curl"))),
                "curl is not installed");
    }

    /** With {@code Expect: 100-continue}, as curl sends it, and without, when bytes are on their way already. */
    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", "Expect:"})
    void a_gigabyte_of_somebody_unknown_is_answered_with_401_and_shown(String header) throws Exception {
        Path gigabyte = sparse(1 << 30);

        String shown =
                curl("-H", header, "-H", "Authorization: Thing unknown", "-F", "file=@" + gigabyte, url("/files"));

        assertThat(shown)
                .startsWith("HTTP/1.1 401 ")
                .doesNotContain("100 Continue")
                .endsWith("{\"error\":\"failed to perform authentication over the entity\"}\n");
    }

    @Test
    void a_name_that_is_taken_is_told_after_an_upload_of_many_megabytes() throws Exception {
        Device device = FILES.device();
        FILES.store(device, "large", "small");
        Path large = sparse(100 << 20);

        String shown = curl("-H", "Authorization: " + device.key(), "-F", "file=@" + large, url("/files"));

        assertThat(shown).contains("HTTP/1.1 409 ").endsWith("{\"error\":\"entity already exists\"}\n");
        assertThat(FILES.read(device, "large")).isEqualTo("small");
    }

    @Test
    void names_with_quotes_and_other_letters_arrive_as_they_are() throws Exception {
        Device device = FILES.device();
        Path file = Files.writeString(folder.resolve("grüße an;alle, 100%.csv"), "1");

        curl("-H", "Authorization: " + device.key(), "-F", "file=@\"" + file + "\"", url("/files"));

        assertThat(FILES.names(device)).containsExactly("grüße an;alle, 100%.csv");
    }

    private Path sparse(long length) throws IOException {
        Path path = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
        return path;
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + FILES.port() + path;
    }

    private static String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-S", "-i", "--max-time", "60"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String shown = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return shown;
    }
}
