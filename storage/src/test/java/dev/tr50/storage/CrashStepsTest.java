package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.storage.DescribedFileQuery.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the data folder, taken at every step of a change, is what a process that died there would have left. */
class CrashStepsTest {

    @TempDir
    Path folder;

    private final Map<Path, Map<String, String>> acknowledgedAt = new LinkedHashMap<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> changing = ConcurrentHashMap.newKeySet();
    private final List<Steps> reached = new ArrayList<>();

    @Test
    void a_crash_at_any_step_loses_nothing_acknowledged_and_leaves_nothing_that_a_sweep_does_not_remove()
            throws IOException {
        OrderedFilePath.register();
        Path live = folder.resolve("live");
        try (Storage storage = Storage.open(live, OrderedFilePath.SCHEME, step -> copy(live, step))) {
            Scope scope = storage.groups().create("G", "G").scope();
            storage.durable().join();
            put(storage, scope, "kept", "first");
            put(storage, scope, "replaced", "old");
            put(storage, scope, "replaced", "new");
            awaitBlobs(live, 2);
            change("created", "bytes", () -> new Uploads(storage).create(scope, "created", "bytes"), storage);
            change(
                    "created",
                    "other bytes",
                    () -> storage.files()
                            .replace(scope, "created", described("c2"), new Uploads(storage).blob("other bytes")),
                    storage);
            awaitBlobs(live, 3);
            change(
                    "created",
                    "other bytes",
                    () -> storage.files().describe(scope, "created", described("c3")),
                    storage);
            changing.add("kept");
            storage.files().delete(scope, "kept");
            acknowledged.remove("kept");
            storage.durable().join();
            changing.remove("kept");
            awaitBlobs(live, 2);
        }

        assertThat(reached).contains(Steps.values());
        acknowledgedAt.forEach(this::verify);
    }

    private static FileDescriptionChange described(String fileClass) {
        return new FileDescriptionChange(fileClass, null, null, "{\"of\":\"" + fileClass + "\"}");
    }

    private void change(String name, String content, Runnable change, Storage storage) {
        changing.add(name);
        change.run();
        storage.durable().join();
        acknowledged.put(name, content);
        changing.remove(name);
    }

    private void put(Storage storage, Scope scope, String name, String content) {
        changing.add(name);
        new Uploads(storage).put(scope, name, content, "tag");
        storage.durable().join();
        acknowledged.put(name, content);
        changing.remove(name);
    }

    /** So that no copy is taken while the folder changes. */
    private static void awaitBlobs(Path live, int number) {
        await().atMost(Duration.ofMinutes(1)).until(() -> BlobFiles.in(live).size() == number);
    }

    private synchronized void copy(Path live, Steps step) {
        Path copy = folder.resolve(reached.size() + "-" + step);
        try (Stream<Path> paths = Files.walk(live)) {
            for (Path path : paths.toList()) {
                Files.copy(path, copy.resolve(live.relativize(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reached.add(step);
        Map<String, String> certain = new LinkedHashMap<>(acknowledged);
        certain.keySet().removeIf(name -> changing.contains(name) && step != Steps.BLOB_WRITTEN);
        acknowledgedAt.put(copy, certain);
    }

    /** The replacement brings bytes and description together, never one of them. */
    private static void assertDescribedAsAWhole(StoredFile file, String content) {
        if (file.name().equals("created")) {
            FileDescription description = file.description();
            assertThat(description.fileClass()).isIn(content.equals("bytes") ? List.of("binary") : List.of("c2", "c3"));
            assertThat(description.attributes())
                    .isEqualTo(
                            content.equals("bytes")
                                    ? null
                                    : described(description.fileClass()).attributes());
        }
    }

    private static void assertListedByDescription(Storage storage, Scope scope, List<StoredFile> files) {
        for (String fileClass : List.of("binary", "c2", "c3")) {
            List<String> names = files.stream()
                    .filter(file -> file.description().fileClass().equals(fileClass))
                    .map(StoredFile::name)
                    .toList();
            FilePage page = storage.files()
                    .describedPage(new DescribedFileQuery(scope, null, fileClass, null, Order.TIME, true, 0, 9));
            assertThat(page.count()).isEqualTo(names.size());
            assertThat(page.files()).extracting(StoredFile::name).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    private void verify(Path copy, Map<String, String> certain) {
        try (Storage storage = Storage.open(copy)) {
            storage.sweep(Instant.now());
            Scope scope = storage.groups().findByKey("G").orElseThrow().scope();
            List<StoredFile> files = storage.files()
                    .list(new FileQuery(scope, List.of(), Sort.BY_NAME, 0, 2000))
                    .files();
            assertThat(files).as(copy.toString()).extracting(StoredFile::name).containsAll(certain.keySet());
            for (StoredFile file : files) {
                String content = Files.readString(storage.blobs().path(file.blobId()));
                assertThat(content).hasSize((int) file.length());
                assertThat(content).isEqualTo(certain.getOrDefault(file.name(), content));
                assertDescribedAsAWhole(storage.files().find(scope, file.name()).orElseThrow(), content);
            }
            assertListedByDescription(storage, scope, files);
            assertThat(BlobFiles.in(copy))
                    .as(copy.toString())
                    .isEqualTo(files.stream().map(StoredFile::blobId).collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
