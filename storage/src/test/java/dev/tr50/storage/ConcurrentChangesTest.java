package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.storage.DescribedFileQuery.Order;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentChangesTest {

    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");
    private static final int THREADS = 6;
    private static final int CHANGES_EACH = 80;

    @TempDir
    Path folder;

    @Test
    void counters_stay_exact_when_many_change_the_same_files_at_once() throws Exception {
        try (Storage storage = Storage.open(folder)) {
            Scope first = storage.groups().create("G", "G").scope();
            Scope second = storage.groups().create("H", "H").scope();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Callable<Void>> work = IntStream.range(0, THREADS)
                    .<Callable<Void>>mapToObj(seed -> () -> change(storage, List.of(first, second), new Random(seed)))
                    .toList();
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
            threads.shutdown();

            assertCounted(storage, first);
            assertCounted(storage, second);
            storage.sweep(FAR.plusSeconds(1));
            assertThat(number(storage, "SELECT SUM(handle_count) FROM scopes")).isZero();
            assertThat(number(storage, "SELECT COUNT(*) FROM downloads")).isZero();
        }
    }

    @Test
    void a_list_shows_one_moment_while_files_change() throws Exception {
        try (Storage storage = Storage.open(folder)) {
            Scope scope = storage.groups().create("G", "G").scope();
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<Void> changing = thread.submit(() -> change(storage, List.of(scope), new Random(1)));
            do {
                for (List<String> tags : List.of(List.<String>of(), List.of("x"), List.of("x", "y"))) {
                    FilePage page = storage.files().list(new FileQuery(scope, tags, Sort.BY_NAME, 0, 2000));
                    assertThat(page.files()).hasSize((int) page.count());
                }
                for (String part : Arrays.asList(null, "N")) {
                    for (String fileClass : Arrays.asList(null, "b")) {
                        FilePage page = described(storage, scope, part, fileClass);
                        assertThat(page.files()).hasSize((int) page.count());
                    }
                }
            } while (!changing.isDone());
            changing.get();
            thread.shutdown();
        }
    }

    private static Void change(Storage storage, List<Scope> scopes, Random random) {
        Uploads uploads = new Uploads(storage);
        for (int i = 0; i < CHANGES_EACH; i++) {
            Scope scope = scopes.get(random.nextInt(scopes.size()));
            String name = "n" + random.nextInt(4);
            switch (random.nextInt(7)) {
                case 0 -> storage.files().delete(scope, name);
                case 1 -> storage.transfers().reserveDownload(scope, name, FAR);
                case 2 -> create(storage, scope, name, random);
                case 3 ->
                    storage.files()
                            .replace(scope, name, FileDescriptionChange.NONE, uploads.receipt(random.nextInt(9)));
                case 4 ->
                    storage.files()
                            .describe(
                                    scope,
                                    name,
                                    new FileDescriptionChange(random.nextBoolean() ? "b" : "c", null, null, null));
                default ->
                    uploads.putRow(
                            scope,
                            Uploads.tagged(name, false, random.nextBoolean() ? List.of("y", "x") : List.of("x")),
                            random.nextInt(9));
            }
        }
        return null;
    }

    private static void create(Storage storage, Scope scope, String name, Random random) {
        try {
            FileDescription description = new FileDescription(random.nextBoolean() ? "b" : "c", "f", 1, null);
            storage.files().create(scope, name, description, new Uploads(storage).receipt(random.nextInt(9)));
        } catch (AlreadyExistsException e) {
            assertThat(e).hasMessageContaining(name);
        }
    }

    private static FilePage described(Storage storage, Scope scope, String part, String fileClass) {
        return storage.files()
                .describedPage(new DescribedFileQuery(scope, part, fileClass, null, Order.NAME, true, 0, 2000));
    }

    private static void assertCounted(Storage storage, Scope scope) {
        FilePage page = storage.files().list(new FileQuery(scope, List.of(), Sort.BY_NAME, 0, 2000));
        assertThat(page.count()).isEqualTo(page.files().size());
        for (String tag : List.of("x", "y")) {
            long tagged = page.files().stream()
                    .filter(file -> file.tags().contains(tag))
                    .count();
            assertThat(storage.files()
                            .list(new FileQuery(scope, List.of(tag), Sort.BY_NAME, 0, 2000))
                            .count())
                    .isEqualTo(tagged);
        }
        for (String fileClass : List.of("b", "c", "binary")) {
            FilePage ofClass = described(storage, scope, null, fileClass);
            assertThat(ofClass.count()).isEqualTo(ofClass.files().size());
            assertThat(ofClass.files())
                    .extracting(StoredFile::name)
                    .containsExactlyInAnyOrderElementsOf(page.files().stream()
                            .filter(file -> file.description().fileClass().equals(fileClass))
                            .map(StoredFile::name)
                            .toList());
        }
        long bytes = page.files().stream().mapToLong(StoredFile::length).sum();
        assertThat(number(storage, "SELECT byte_count FROM scopes WHERE id = " + scope.id()))
                .isEqualTo(bytes);
    }

    private static long number(Storage storage, String sql) {
        return storage.database()
                .read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
