package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.storage.DescribedFileQuery.Order;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    private static final int ROUNDS = Integer.getInteger("tr50.kills", 1);
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void a_killed_process_has_lost_nothing_that_it_acknowledged() throws Exception {
        Random random = new Random();
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = killAfter(acknowledged + 10 + random.nextInt(40));
            verify(acknowledged);
        }
    }

    /** The number of the last file whose acknowledgement came out before the process died. */
    private int killAfter(int number) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int last = -1;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = Integer.parseInt(line);
                if (last == number) {
                    // Process.destroyForcibly would close the stream, and what it still holds counts, too.
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(writer.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(last).isGreaterThanOrEqualTo(number);
        return last;
    }

    private void verify(int acknowledged) throws IOException {
        try (Storage storage = Storage.open(folder)) {
            storage.sweep(Instant.now());
            Group group = storage.groups().findByKey("G").orElseThrow();
            Scope scope = group.scope();
            assertThat(storage
                            .timeSeries()
                            .history(
                                    group.id(),
                                    PropertySample.KIND,
                                    "n",
                                    new HistoryQuery(
                                            Instant.EPOCH, Instant.ofEpochSecond(acknowledged), null, false, 0, 9999))
                            .samples()
                            .stream()
                            .map(sample -> (int) sample.value().value())
                            .distinct())
                    .hasSize(acknowledged + 1);
            FilePage page = storage.files().list(new FileQuery(scope, List.of(), Sort.BY_NAME, 0, Integer.MAX_VALUE));
            assertThat(page.count()).isEqualTo(page.files().size());
            FilePage described = storage.files()
                    .describedPage(
                            new DescribedFileQuery(scope, null, null, null, Order.TIME, true, 0, Integer.MAX_VALUE));
            assertThat(described.count()).isEqualTo(page.count());
            assertThat(described.files())
                    .extracting(StoredFile::name)
                    .containsExactlyInAnyOrderElementsOf(
                            page.files().stream().map(StoredFile::name).toList());
            for (int i = 0; i <= acknowledged; i++) {
                StoredFile file = storage.files().find(scope, "file-" + i).orElseThrow();
                assertThat(Files.readString(storage.blobs().path(file.blobId())))
                        .isEqualTo("content " + i);
                if (i % 3 != 0) {
                    assertThat(file.description()).isEqualTo(KilledWriter.describedBy(i));
                }
            }
        }
    }
}
