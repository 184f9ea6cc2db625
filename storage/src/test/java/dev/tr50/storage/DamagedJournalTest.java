package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DamagedJournalTest {

    private static final int FRAMES = 10;

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(JournalReplay.class);
    private Path killed;
    private Path file;

    @BeforeEach
    void fill() throws IOException {
        told.start();
        log.addAppender(told);
        Path live = folder.resolve("live");
        try (Storage storage = Storage.open(live)) {
            Group group = storage.groups().create("G", "G");
            for (int i = 0; i < FRAMES; i++) {
                add(storage, group, i);
                storage.durable().join();
            }
            killed = FolderCopy.of(live, folder.resolve("killed"));
        }
        file = newest(killed.resolve("journal"));
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(told);
    }

    private static Path newest(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.max(Path::compareTo).orElseThrow();
        }
    }

    private static void add(Storage storage, Group group, int number) {
        Sample<PropertySample> sample =
                new Sample<>(Instant.ofEpochSecond(number), new PropertySample(number, "x".repeat(100)));
        storage.timeSeries().add(group.id(), PropertySample.KIND, "n", sample, Recording.NEWS);
    }

    private static List<Integer> found(Storage storage) {
        Group group = storage.groups().findByKey("G").orElseThrow();
        return storage
                .timeSeries()
                .history(group.id(), PropertySample.KIND, "n", new HistoryQuery(null, null, null, false, 0, 1000))
                .samples()
                .stream()
                .map(sample -> (int) sample.value().value())
                .toList();
    }

    private List<String> told() {
        return told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void assertRefused(String... words) throws IOException {
        Map<String, String> before = FolderCopy.content(killed);
        assertThatThrownBy(() -> Storage.open(killed))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("journal")
                .hasMessageContaining("restore the data folder from a backup")
                .hasMessageContainingAll(words);
        assertThat(FolderCopy.content(killed)).isEqualTo(before);
    }

    @Test
    void a_frame_that_was_being_written_is_left_out_and_told_of() throws IOException {
        Files.write(file, new byte[] {0, 0, 1, 0, 7, 7, 7, 7, 7, 7, 7}, StandardOpenOption.APPEND);

        for (int start = 1; start < 3; start++) {
            try (Storage storage = Storage.open(killed)) {
                assertThat(found(storage)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            }
            assertThat(told())
                    .hasSize(start)
                    .allMatch(line -> line.contains(file.getFileName() + " of the journal ends with 11 bytes"));
        }
    }

    @Test
    void a_whole_journal_is_not_told_of() throws IOException {
        try (Storage storage = Storage.open(killed)) {
            assertThat(found(storage)).hasSize(FRAMES);
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void a_journal_that_lost_its_end_is_refused_until_somebody_says_that_it_does_not_matter() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 50));

        assertRefused("remove " + killed.resolve("synced"));

        Files.delete(killed.resolve("synced"));
        try (Storage storage = Storage.open(killed)) {
            assertThat(found(storage)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        }
        assertThat(told()).hasSize(1);
    }

    @Test
    void a_journal_that_is_gone_is_refused() throws IOException {
        Files.delete(file);

        assertRefused("is missing");
    }

    @Test
    void a_frame_that_cannot_be_read_with_others_behind_it_is_damage() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertRefused(file.getFileName().toString(), "more follows");
    }

    @Test
    void a_header_that_cannot_be_read_with_frames_behind_it_is_damage() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[1] ^= 1;
        Files.write(file, bytes);

        assertRefused(file.getFileName().toString(), "more follows");
    }

    @Test
    void a_file_that_is_missing_between_two_others_is_damage() throws IOException {
        Path next = killed.resolve("journal").resolve(Journal.name(FRAMES + 100));
        JournalFile.create(Journal.path(OrderedFilePath.SCHEME, next), FRAMES + 100)
                .close();

        assertRefused(next.getFileName().toString());
    }

    @Test
    void a_file_of_which_not_even_the_header_was_written_is_begun_again() throws IOException {
        Files.write(killed.resolve("journal").resolve(Journal.name(FRAMES + 1)), new byte[] {1, 2, 3});

        try (Storage storage = Storage.open(killed)) {
            assertThat(found(storage)).hasSize(FRAMES);
        }
    }

    @Test
    void a_mark_that_was_half_written_asks_for_nothing() throws IOException {
        Files.write(killed.resolve("synced"), new byte[20]);

        try (Storage storage = Storage.open(killed)) {
            assertThat(found(storage)).hasSize(FRAMES);
        }
        assertThat(SyncedMark.read(killed.resolve("synced"))).isPresent();
    }
}
