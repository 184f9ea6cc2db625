package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are made while others store, replace and delete files and publish samples. */
class BackupUnderLoadTest {

    private static final int BACKUPS = Integer.getInteger("tr50.backups", 2);
    private static final int WRITERS = 3;
    /** Acknowledged steps of each writer between two backups. */
    private static final int STEPS = 5;
    /** So short that samples are moved into blocks all the time. */
    private static final long JOURNAL_BYTES = 8 << 10;

    private static final String BODY = " is here".repeat(2000);

    @TempDir
    Path folder;

    /** By writer, the number of the last step that was acknowledged. */
    private final Map<Integer, AtomicInteger> acknowledged = new ConcurrentHashMap<>();

    private volatile boolean ending;

    @Test
    void a_backup_holds_everything_that_was_acknowledged_before_it_began() throws Exception {
        IntStream.range(0, WRITERS).forEach(writer -> acknowledged.put(writer, new AtomicInteger(-1)));
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (Storage storage = open(folder.resolve("data"))) {
            Group group = storage.groups().create("G", "G");
            List<Future<?>> writers = new ArrayList<>();
            acknowledged.keySet().forEach(writer -> writers.add(threads.submit(() -> write(storage, group, writer))));
            for (int i = 0; i < BACKUPS; i++) {
                backUpAndVerify(storage, i);
            }
            ending = true;
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            storage.sweep(Instant.now());
        } finally {
            ending = true;
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        verify(folder.resolve("data"), acknowledgedNow());
    }

    private static Storage open(Path data) {
        return Storage.open(
                data, ScopeQuota.NONE, Retention.FOREVER, OrderedFilePath.SCHEME, Steps.NOBODY, JOURNAL_BYTES);
    }

    /** Each step is a file that comes, one that is replaced, one that goes, and samples. */
    private void write(Storage storage, Group group, int writer) {
        Uploads uploads = new Uploads(storage);
        for (int i = 0; !ending; i++) {
            uploads.put(group.scope(), "new-" + writer + "-" + i, content(writer, i), "tag");
            uploads.put(group.scope(), "same-" + writer, content(writer, i));
            if (i > 0) {
                storage.files().delete(group.scope(), "gone-" + writer + "-" + (i - 1));
            }
            uploads.put(group.scope(), "gone-" + writer + "-" + i, content(writer, i));
            for (int sample = 0; sample < 20; sample++) {
                Instant ts = Instant.ofEpochSecond(i, sample * 1000L);
                Sample<PropertySample> number = new Sample<>(ts, new PropertySample(i, "mark"));
                storage.timeSeries().add(group.id(), PropertySample.KIND, "n-" + writer, number, Recording.NEWS);
            }
            storage.durable().join();
            acknowledged.get(writer).set(i);
        }
    }

    private static String content(int writer, int step) {
        return writer + "/" + step + BODY;
    }

    private void backUpAndVerify(Storage storage, int number) throws IOException {
        Map<Integer, Integer> goal = acknowledgedNow();
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> acknowledgedNow().entrySet().stream()
                        .allMatch(entry -> entry.getValue() >= goal.get(entry.getKey()) + STEPS));
        Map<Integer, Integer> before = acknowledgedNow();
        Path archive = folder.resolve("backup-" + number);
        try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(archive))) {
            storage.backup().writeTo(target, "1.2.3", List.of());
        }
        Path restored = folder.resolve("restored-" + number);
        try (InputStream source = Files.newInputStream(archive)) {
            assertThat(Restoration.restore(source, restored).incomplete()).isZero();
        }
        verify(restored, before);
    }

    private Map<Integer, Integer> acknowledgedNow() {
        Map<Integer, Integer> now = new ConcurrentHashMap<>();
        acknowledged.forEach((writer, step) -> now.put(writer, step.get()));
        return now;
    }

    private void verify(Path data, Map<Integer, Integer> before) throws IOException {
        try (Storage storage = open(data)) {
            storage.sweep(Instant.now());
            Group group = storage.groups().findByKey("G").orElseThrow();
            for (Map.Entry<Integer, Integer> entry : before.entrySet()) {
                verify(storage, group, entry.getKey(), entry.getValue());
            }
            FilePage all = storage.files().list(new FileQuery(group.scope(), List.of(), Sort.BY_NAME, 0, 99_999));
            assertThat(all.count()).isEqualTo(all.files().size());
            assertThat(BlobFiles.in(data)).hasSize(all.files().size());
            for (StoredFile file : all.files()) {
                assertThat(read(storage, file)).endsWith(BODY).hasSize((int) file.length());
            }
        }
    }

    private static void verify(Storage storage, Group group, int writer, int last) throws IOException {
        for (int i = 0; i <= last; i++) {
            StoredFile file = storage.files()
                    .find(group.scope(), "new-" + writer + "-" + i)
                    .orElseThrow();
            assertThat(read(storage, file)).isEqualTo(content(writer, i));
            assertThat(file.tags()).containsExactly("tag");
            if (i < last) {
                assertThat(storage.files().find(group.scope(), "gone-" + writer + "-" + i))
                        .isEmpty();
            }
        }
        String same = read(
                storage, storage.files().find(group.scope(), "same-" + writer).orElseThrow());
        assertThat(Integer.parseInt(same.substring(2, same.indexOf(' ')))).isGreaterThanOrEqualTo(last);
        Instant end = Instant.ofEpochSecond(last + 1).minusNanos(1000);
        Slice<PropertySample> samples = storage.timeSeries()
                .history(
                        group.id(),
                        PropertySample.KIND,
                        "n-" + writer,
                        new HistoryQuery(Instant.EPOCH, end, null, false, 0, 99_999));
        assertThat(samples.samples()).hasSize(20 * (last + 1));
    }

    private static String read(Storage storage, StoredFile file) throws IOException {
        return Files.readString(storage.blobs().path(file.blobId()));
    }
}
