package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Filestore does to files. */
class FilesTest {

    private static final FileDescription DESCRIPTION =
            new FileDescription("image", "x-raw", 1_710_000_000.25, "{\"b\": 1, \"a\":9007199254740993}");

    @TempDir
    Path folder;

    private Storage storage;
    private Uploads uploads;
    private Scope scope;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        uploads = new Uploads(storage);
        scope = storage.groups().create("G", "G").scope();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a.jpg, image, jpg",
        "a.JPEG, image, jpeg",
        "a.png, image, png",
        "a.svg, image, svg",
        "sensor-data.csv, document, csv",
        "config.json, document, json",
        "a.b.PDF, document, pdf",
        "a.xps, document, xps",
        "house.ifc, bim, ifc",
        "cloud.e57, pointcloud, e57",
        "a.bin, binary, bin",
        "a.tar.gz, binary, gz",
        "a.PÜ, binary, pü",
        "README, binary, bin",
        "a., binary, bin",
        ".profile, binary, profile",
        "v1.2/README, binary, bin",
        "v1.2/a.csv, document, csv",
    })
    void a_name_alone_tells_class_and_format(String name, String fileClass, String format) {
        assertThat(FileDescription.of(name, 1.5)).isEqualTo(new FileDescription(fileClass, format, 1.5, null));
    }

    @Test
    void a_description_has_words_that_are_neither_empty_nor_endless_and_a_time_that_is_a_number() {
        String longest = "w".repeat(254);
        assertThat(new FileDescription(longest, longest, 0, null).format()).isEqualTo(longest);
        assertThatThrownBy(() -> new FileDescription("", "x", 0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FileDescription("x", longest + "w", 0, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FileDescription("x", "x", Double.NaN, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FileDescriptionChange(null, null, Double.POSITIVE_INFINITY, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FileDescriptionChange("", null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_created_file_is_private_untagged_and_described_to_the_letter() throws IOException {
        StoredFile file = uploads.create(scope, "a.csv", DESCRIPTION, "hello");

        assertThat(storage.files().find(scope, "a.csv")).contains(file);
        assertThat(file.description()).isEqualTo(DESCRIPTION);
        assertThat(file.tags()).isEmpty();
        assertThat(file.secTags()).isEmpty();
        assertThat(file.isPublic()).isFalse();
        assertThat(file.basicAuth()).isNull();
        assertThat(file.crc32()).isEqualTo(0x3610a686L);
        assertThat(content(file)).isEqualTo("hello");
    }

    @Test
    void who_comes_second_with_a_name_changes_nothing_and_leaves_nothing() throws IOException {
        StoredFile first = uploads.put(scope, "a.csv", "first", "tag");

        assertThatThrownBy(() -> uploads.create(scope, "a.csv", DESCRIPTION, "second"))
                .isInstanceOf(AlreadyExistsException.class);

        assertThat(storage.files().find(scope, "a.csv")).contains(first);
        assertThat(content(first)).isEqualTo("first");
        assertThat(BlobFiles.in(folder)).containsExactly(first.blobId());
    }

    @Test
    void of_many_who_create_one_name_at_once_one_wins_and_the_bytes_are_its_own() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<StoredFile>> work = IntStream.range(0, 20)
                .<Callable<StoredFile>>mapToObj(i -> () -> createOrNull("content " + i))
                .toList();
        List<StoredFile> created = threads.invokeAll(work).stream()
                .map(FilesTest::get)
                .filter(file -> file != null)
                .toList();
        threads.shutdown();

        assertThat(created).hasSize(1);
        StoredFile file = storage.files().find(scope, "a.csv").orElseThrow();
        assertThat(file).isEqualTo(created.get(0));
        assertThat(content(file)).isEqualTo(file.description().attributes());
        assertThat(BlobFiles.in(folder)).containsExactly(file.blobId());
    }

    private StoredFile createOrNull(String content) {
        try {
            return uploads.create(scope, "a.csv", new FileDescription("c", "f", 0, content), content);
        } catch (AlreadyExistsException e) {
            return null;
        }
    }

    private static StoredFile get(Future<StoredFile> done) {
        try {
            return done.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_replacement_by_the_filestore_keeps_what_tr50_said_of_the_file() throws IOException {
        BasicAuth auth = new BasicAuth("ada", "hash");
        StoredFile old = uploads.put(
                scope, new UploadOrder("a.csv", true, null, List.of("x", "y"), List.of("secret"), auth), "old");

        StoredFile file = storage.files()
                .replace(scope, "a.csv", new FileDescriptionChange(null, "tsv", 5.5, null), uploads.blob("longer"))
                .orElseThrow();

        assertThat(storage.files().find(scope, "a.csv")).contains(file);
        assertThat(file.id()).isEqualTo(old.id());
        assertThat(file.tags()).containsExactly("x", "y");
        assertThat(file.secTags()).containsExactly("secret");
        assertThat(file.isPublic()).isTrue();
        assertThat(file.basicAuth()).isEqualTo(auth);
        assertThat(file.description()).isEqualTo(new FileDescription("document", "tsv", 5.5, null));
        assertThat(file.uploadDate()).isAfterOrEqualTo(old.uploadDate());
        assertThat(content(file)).isEqualTo("longer");
        assertThat(storage.files()
                        .list(new FileQuery(scope, List.of("x"), new Sort(Sort.Field.LENGTH, false), 0, 9))
                        .files())
                .containsExactly(file);
    }

    @Test
    void a_replacement_by_tr50_keeps_what_the_filestore_said_of_the_file() {
        StoredFile old = uploads.create(scope, "a.csv", DESCRIPTION, "old");

        StoredFile file = uploads.put(scope, "a.csv", "new", "tag");

        assertThat(file.id()).isEqualTo(old.id());
        assertThat(file.description()).isEqualTo(DESCRIPTION);
        assertThat(file.tags()).containsExactly("tag");
    }

    @Test
    void who_reads_the_old_bytes_reads_them_to_the_end() throws IOException {
        StoredFile old = uploads.create(scope, "a", "old bytes");
        Download download = storage.transfers()
                .reserveDownload(scope, "a", Instant.parse("2999-01-01T00:00:00Z"))
                .orElseThrow();
        try (FileChannel reading = storage.blobs().read(old.blobId())) {
            ByteBuffer first = ByteBuffer.allocate(4);
            reading.read(first);
            storage.files()
                    .replace(scope, "a", FileDescriptionChange.NONE, uploads.blob("new"))
                    .orElseThrow();
            assertThat(storage.blobs().path(download.blobId())).hasContent("old bytes");
            storage.transfers().endDownload(download.fileId());
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> BlobFiles.in(folder).size() == 1);

            String rest = new String(Channels.newInputStream(reading).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest).isEqualTo("bytes");
        }
    }

    @Test
    void what_is_not_there_is_neither_replaced_nor_described() throws IOException {
        assertThat(storage.files().replace(scope, "a", FileDescriptionChange.NONE, uploads.blob("lost")))
                .isEmpty();
        assertThat(storage.files().describe(scope, "a", FileDescriptionChange.NONE))
                .isEmpty();
        assertThat(BlobFiles.in(folder)).isEmpty();
    }

    @Test
    void a_new_description_changes_what_it_names_and_nothing_else() {
        StoredFile old = uploads.create(scope, "a.csv", DESCRIPTION, "bytes");

        StoredFile described = storage.files()
                .describe(scope, "a.csv", new FileDescriptionChange("document", null, null, null))
                .orElseThrow();
        assertThat(described)
                .isEqualTo(old.with(
                        new FileDescription("document", "x-raw", DESCRIPTION.time(), DESCRIPTION.attributes())));
        assertThat(storage.files().find(scope, "a.csv")).contains(described);
    }

    @Test
    void attributes_are_kept_to_the_letter() {
        String odd = "{ \"z\":1.0000000000000000001,\"a\":\"\\u0000\\ud800 \uD83D\uDE00\",\"a\":-0 }";
        uploads.create(scope, "a", new FileDescription("c", "f", 0, odd), "");
        assertThat(storage.files().find(scope, "a").orElseThrow().description().attributes())
                .isEqualTo(odd);

        String much = "{\"a\":\"" + "ü".repeat(64 * 1024) + "\"}";
        storage.files().describe(scope, "a", new FileDescriptionChange(null, null, null, much));
        assertThat(storage.files().find(scope, "a").orElseThrow().description().attributes())
                .isEqualTo(much);
    }

    private String content(StoredFile file) throws IOException {
        return java.nio.file.Files.readString(storage.blobs().path(file.blobId()));
    }
}
