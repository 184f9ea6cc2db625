package dev.tr50.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.audit.AuditFiles.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFilesTest {
    private static final int MOST = 64 << 10;

    @TempDir
    Path folder;

    private Path audit() {
        return folder.resolve("audit");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(audit())) {
            return files.sorted().toList();
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_flood_forgets_the_oldest_of_its_own_kind_and_nothing_of_others() throws Exception {
        String line = "x".repeat(200);
        try (AuditFiles files = new AuditFiles(audit(), MOST)) {
            files.write(Kind.CHANGES, "what an administrator did");
            for (int i = 0; i < 4000; i++) {
                files.write(Kind.REFUSED, i + line);
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            Files.readString(audit().resolve("refused.log")).contains("3999x"));
        }
        assertThat(Files.readAllLines(audit().resolve("changes.log"))).containsExactly("what an administrator did");
        long refused = files().stream()
                .filter(file -> file.getFileName().toString().startsWith("refused"))
                .mapToLong(AuditFilesTest::length)
                .sum();
        assertThat(refused).isBetween(MOST / 2L, MOST + 10L * line.length());
    }

    @Test
    void what_was_written_stays_when_it_is_opened_again() throws Exception {
        for (String line : List.of("first", "second")) {
            try (AuditFiles files = new AuditFiles(audit(), MOST)) {
                files.write(Kind.CHANGES, line);
                files.write(Kind.THINGS, line);
            }
        }
        assertThat(Files.readAllLines(audit().resolve("changes.log"))).containsExactly("first", "second");
        assertThat(Files.readAllLines(audit().resolve("things.log"))).containsExactly("first", "second");
    }

    @Test
    void they_are_for_their_owner_alone_older_ones_too() throws Exception {
        try (AuditFiles files = new AuditFiles(audit(), MOST)) {
            for (int i = 0; i < 200; i++) {
                files.write(Kind.CHANGES, "x".repeat(200));
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(audit())))
                .isEqualTo("rwx------");
        assertThat(files())
                .hasSizeGreaterThan(4)
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
    }

    @Test
    void a_change_is_in_the_file_when_it_has_been_written() throws Exception {
        try (AuditFiles files = new AuditFiles(audit(), MOST)) {
            files.write(Kind.CHANGES, "{} is no place for a value");

            assertThat(Files.readAllLines(audit().resolve("changes.log")))
                    .containsExactly("{} is no place for a value");
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_counted() throws Exception {
        Files.createDirectories(audit().resolve("changes.log"));

        try (AuditFiles files = new AuditFiles(audit(), MOST)) {
            files.write(Kind.CHANGES, "lost");

            assertThat(files.failures()).isPositive();
        }
    }
}
