package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk is one that keeps what was synced, and of the rest any sectors it likes. */
class PowerCutTest {

    private static final int THREADS = 3;
    private static final int FILES_EACH = Integer.getInteger("tr50.powerCutFiles", 24);
    private static final List<String> MUCH = Collections.nCopies(20, "x".repeat(1000));
    private static final int CUTS = Integer.getInteger("tr50.powerCuts", 15);

    @TempDir
    Path folder;

    /** By name and moment of the acknowledgement, the edition of a file; and the moment its deletion began. */
    private final Map<String, NavigableMap<Integer, Integer>> stored = new ConcurrentHashMap<>();

    private final Map<String, Integer> deleting = new ConcurrentHashMap<>();

    @Test
    void a_power_cut_loses_nothing_that_was_acknowledged() throws Exception {
        RecordedDisk disk = RecordedFilePath.register();
        int empty;
        try (Storage storage = Storage.open(folder.resolve("first"), RecordedFilePath.SCHEME, Steps.NOBODY)) {
            Scope scope = storage.groups().create("G", "G").scope();
            storage.durable().join();
            empty = disk.moment();
            work(storage, scope, disk);
        }
        assertThat(stored).hasSize(THREADS * FILES_EACH);
        Random chance = new Random(17);
        for (int cut = 0; cut < CUTS; cut++) {
            int moment = empty + chance.nextInt(disk.moment() - empty + 1);
            verify(disk.afterPowerCut(moment, chance), moment, folder.resolve("cut-" + cut));
        }
    }

    private void work(Storage storage, Scope scope, RecordedDisk disk) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            threads.execute(() -> {
                for (int i = 0; i < FILES_EACH; i++) {
                    store(storage, scope, disk, number + "-" + i, 1);
                    store(storage, scope, disk, number + "-" + (i - i % 4), 2 + i);
                    if (i % 4 == 3) {
                        delete(storage, scope, disk, number + "-" + (i - 2));
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
    }

    private void store(Storage storage, Scope scope, RecordedDisk disk, String name, int edition) {
        List<String> much =
                Stream.concat(Stream.of("" + edition), MUCH.stream()).toList();
        UploadOrder order = new UploadOrder(name, false, null, List.of("tag"), much, null);
        new Uploads(storage).put(scope, order, name);
        storage.durable().join();
        stored.computeIfAbsent(name, unknown -> new ConcurrentSkipListMap<>()).put(disk.moment(), edition);
    }

    private void delete(Storage storage, Scope scope, RecordedDisk disk, String name) {
        deleting.put(name, disk.moment());
        storage.files().delete(scope, name);
        storage.durable().join();
    }

    private void verify(byte[] image, int moment, Path cut) throws IOException {
        Files.createDirectories(cut);
        Files.write(cut.resolve("metadata.mv.db"), image);
        try (Storage storage = Storage.open(cut)) {
            Scope scope = storage.groups().findByKey("G").orElseThrow().scope();
            stored.forEach((name, editions) -> {
                var acknowledged = editions.floorEntry(moment);
                if (acknowledged != null && deleting.getOrDefault(name, Integer.MAX_VALUE) > moment) {
                    assertThat(edition(storage.files().find(scope, name).orElseThrow(() -> lost(name))))
                            .isGreaterThanOrEqualTo(acknowledged.getValue());
                }
            });
            assertListsAgree(storage, scope);
        }
    }

    private static AssertionError lost(String name) {
        return new AssertionError(name + " is lost");
    }

    private static int edition(StoredFile file) {
        assertThat(file.secTags().subList(1, file.secTags().size())).isEqualTo(MUCH);
        return Integer.parseInt(file.secTags().get(0));
    }

    private static void assertDescribedListsAgree(Storage storage, Scope scope, List<StoredFile> all) {
        for (DescribedFileQuery.Order order : DescribedFileQuery.Order.values()) {
            for (String fileClass : Arrays.asList(null, "binary")) {
                FilePage page = storage.files()
                        .describedPage(new DescribedFileQuery(scope, null, fileClass, null, order, true, 0, 2000));
                assertThat(page.count()).isEqualTo(all.size());
                assertThat(page.files()).containsExactlyInAnyOrderElementsOf(all);
            }
        }
    }

    private static void assertListsAgree(Storage storage, Scope scope) {
        List<StoredFile> all = storage.files()
                .list(new FileQuery(scope, List.of(), Sort.BY_NAME, 0, 2000))
                .files();
        for (Sort.Field field : Sort.Field.values()) {
            for (List<String> tags : List.of(List.<String>of(), List.of("tag"))) {
                FilePage page = storage.files().list(new FileQuery(scope, tags, new Sort(field, true), 0, 2000));
                assertThat(page.count()).isEqualTo(all.size());
                assertThat(page.files()).containsExactlyInAnyOrderElementsOf(all);
            }
        }
        assertDescribedListsAgree(storage, scope, all);
    }
}
