package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedDatabaseTest {

    private static final int FILES = 60;
    private static final int DAMAGES = Integer.getInteger("tr50.damages", 12);
    private static final int BLOCK = 4096;
    private static final int HEADERS = 2 * BLOCK;

    @TempDir
    static Path folder;

    private static Path killed;
    private static Path closed;
    private static byte[] whole;

    @TempDir
    Path own;

    @BeforeAll
    static void fill() throws IOException {
        closed = folder.resolve("closed");
        try (Storage storage = Storage.open(closed)) {
            Group group = storage.groups().create("G", "G");
            Uploads uploads = new Uploads(storage);
            for (int i = 0; i < FILES; i++) {
                uploads.put(group.scope(), "file-" + i, "content " + i, "a", "b" + i % 7);
                storage.timeSeries()
                        .add(
                                group.id(),
                                PropertySample.KIND,
                                "n",
                                new Sample<>(Instant.ofEpochSecond(i), new PropertySample(i, null)),
                                Recording.NEWS);
                if (i % 3 == 0) {
                    storage.durable().join();
                }
            }
            storage.durable().join();
            killed = FolderCopy.of(closed, folder.resolve("killed"));
        }
        whole = Files.readAllBytes(killed.resolve("metadata.mv.db"));
    }

    @Test
    void a_database_that_is_refused_stays_as_it_was_whatever_is_damaged() throws IOException {
        Random chance = new Random();
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            Path damaged = FolderCopy.of(killed, own.resolve("damaged-" + i));
            byte[] bytes = damaged(chance);
            Files.write(damaged.resolve("metadata.mv.db"), bytes);
            refused += isRefused(damaged, chance.nextBoolean()) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    private static byte[] damaged(Random chance) {
        byte[] bytes = whole.clone();
        int from = chance.nextInt(bytes.length / BLOCK) * BLOCK;
        int to = Math.min(bytes.length, from + BLOCK * (1 + chance.nextInt(20)));
        switch (chance.nextInt(4)) {
            case 0 -> Arrays.fill(bytes, from, to, (byte) 0);
            case 1 -> garbage(bytes, from, to, chance);
            case 2 -> garbage(bytes, 0, HEADERS, chance);
            default -> garbage(bytes, 0, bytes.length / 2, chance);
        }
        return bytes;
    }

    private static void garbage(byte[] bytes, int from, int to, Random chance) {
        byte[] garbage = new byte[to - from];
        chance.nextBytes(garbage);
        System.arraycopy(garbage, 0, bytes, from, garbage.length);
    }

    /** What has been damaged may also lie where it is not needed, or not at once. */
    private static boolean isRefused(Path damaged, boolean hasMark) throws IOException {
        if (!hasMark) {
            Files.delete(damaged.resolve("synced"));
        }
        Map<String, String> before = FolderCopy.content(damaged);
        try {
            Storage.open(damaged).close();
            return false;
        } catch (DataFolderException e) {
            assertThat(e).hasMessageContaining("metadata.mv.db").hasMessageContaining("restore the data folder");
            assertThat(FolderCopy.content(damaged)).isEqualTo(before);
            return true;
        } catch (StorageException e) {
            // It was opened, and could not be closed.
            return false;
        }
    }

    /** H2 takes the newest state that looks whole, which is an older one then. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.97})
    void a_database_that_lost_its_end_is_refused_until_somebody_says_that_it_does_not_matter(double left)
            throws IOException {
        Path cut = FolderCopy.of(killed, own.resolve("cut"));
        Files.write(cut.resolve("metadata.mv.db"), Arrays.copyOf(whole, (int) (whole.length * left)));
        Map<String, String> before = FolderCopy.content(cut);

        assertThatThrownBy(() -> Storage.open(cut))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("metadata.mv.db")
                .hasMessageContaining("restore the data folder from a backup")
                .hasMessageContaining("remove " + cut.resolve("synced"));
        assertThat(FolderCopy.content(cut)).isEqualTo(before);

        Files.delete(cut.resolve("synced"));
        try (Storage storage = Storage.open(cut)) {
            assertThat(storage.groups().all()).isNotNull();
        }
    }

    @Test
    void a_database_that_is_gone_is_not_begun_anew_beside_its_journal() throws IOException {
        Path gone = FolderCopy.of(killed, own.resolve("gone"));
        Files.delete(gone.resolve("metadata.mv.db"));
        for (String blob : BlobFiles.in(gone)) {
            Files.delete(gone.resolve("blobs").resolve(blob.substring(0, 2)).resolve(blob));
        }

        assertThatThrownBy(() -> Storage.open(gone))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed", "closed"})
    void what_is_whole_is_not_refused(String how) throws IOException {
        Path copy = FolderCopy.of(folder.resolve(how), own.resolve("copy"));
        for (int start = 0; start < 2; start++) {
            try (Storage storage = Storage.open(copy)) {
                Scope scope = storage.groups().findByKey("G").orElseThrow().scope();
                assertThat(storage.files()
                                .list(new FileQuery(scope, List.of(), Sort.BY_NAME, 0, 1000))
                                .count())
                        .isEqualTo(FILES);
            }
        }
    }
}
