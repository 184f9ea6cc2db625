package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.storage.DescribedFileQuery.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What both doors do to the files of one scope, and the lists of both, against a map that is sorted and counted on the spot. */
class DescribedFileListModelTest {

    private static final List<String> NAMES = List.of(
            "a.csv",
            "A.csv",
            "b.CSV",
            "B%",
            "_",
            "ä.png",
            "Ä.png",
            "ß",
            "ΟΔΟΣ.ifc",
            "οδος.ifc",
            "\uFFFD.e57",
            "\uD83D\uDE00.json",
            "İ",
            "x");
    private static final List<String> PARTS = List.of("", "a", "A", "CSV", "%", "_", "Ä", "σ", ".", "zz", "i");
    private static final List<String> CLASSES = List.of("document", "binary", "Binary", "\uFFFD", "\uD83D\uDE00");
    private static final List<String> FORMATS = List.of("csv", "png", "bin", "CSV");

    private static Path folder;
    private static Storage storage;
    private static int scopes;

    /** What is done to a file. Members that are null are not given. */
    record Change(Kind kind, String name, String fileClass, String format, Double time, String attributes, int length) {

        FileDescriptionChange description() {
            return new FileDescriptionChange(fileClass, format, time, attributes);
        }
    }

    enum Kind {
        CREATE,
        REPLACE,
        DESCRIBE,
        PUT,
        DELETE
    }

    record Question(
            String part, String fileClass, String format, Order order, boolean descending, int offset, int limit) {}

    @BeforeContainer
    static void open() throws IOException {
        folder = java.nio.file.Files.createTempDirectory("described-files");
        storage = Storage.open(folder);
    }

    @AfterContainer
    static void close() throws IOException {
        storage.close();
        try (var paths = java.nio.file.Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                java.nio.file.Files.delete(path);
            }
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void lists_agree_with_a_plain_model(
            @ForAll("changes") List<Change> changes, @ForAll("questions") List<Question> questions) {
        Scope scope = storage.groups().create("G" + scopes++, "G").scope();
        Map<String, StoredFile> model = new HashMap<>();
        changes.forEach(change -> apply(change, scope, model));

        for (Question asked : questions) {
            FilePage page = storage.files()
                    .describedPage(new DescribedFileQuery(
                            scope,
                            asked.part(),
                            asked.fileClass(),
                            asked.format(),
                            asked.order(),
                            asked.descending(),
                            asked.offset(),
                            asked.limit()));
            List<StoredFile> matching =
                    model.values().stream().filter(file -> matches(asked, file)).toList();
            assertThat(page.count()).as(asked.toString()).isEqualTo(matching.size());
            assertThat(page.files())
                    .as(asked.toString())
                    .containsExactlyElementsOf(matching.stream()
                            .sorted(order(asked))
                            .skip(asked.offset())
                            .limit(asked.limit())
                            .toList());
        }
        FilePage byTr50 = storage.files().list(new FileQuery(scope, List.of(), Sort.BY_NAME, 0, 2000));
        assertThat(byTr50.files())
                .extracting(StoredFile::id)
                .containsExactlyInAnyOrderElementsOf(
                        model.values().stream().map(StoredFile::id).toList());
        assertThat(byTr50.count()).isEqualTo(model.size());
        assertThat(countersThatAreNotThere(scope)).isZero();
    }

    private static void apply(Change change, Scope scope, Map<String, StoredFile> model) {
        Uploads uploads = new Uploads(storage);
        StoredFile old = model.get(change.name());
        switch (change.kind()) {
            case CREATE -> create(change, scope, model);
            case REPLACE -> {
                BlobReceipt blob = uploads.receipt(change.length());
                var replaced = storage.files().replace(scope, change.name(), change.description(), blob);
                assertThat(replaced.isPresent()).isEqualTo(old != null);
                replaced.ifPresent(file -> {
                    assertThat(file.description())
                            .isEqualTo(change.description().applyTo(old.description()));
                    assertThat(file.length()).isEqualTo(change.length());
                    model.put(change.name(), file);
                });
            }
            case DESCRIBE -> {
                var described = storage.files().describe(scope, change.name(), change.description());
                assertThat(described)
                        .isEqualTo(Optional.ofNullable(old)
                                .map(file -> file.with(change.description().applyTo(file.description()))));
                described.ifPresent(file -> model.put(change.name(), file));
            }
            case PUT -> {
                StoredFile put = uploads.putRow(scope, Uploads.tagged(change.name(), "x"), change.length());
                if (old != null) {
                    assertThat(put.description()).isEqualTo(old.description());
                }
                model.put(change.name(), put);
            }
            case DELETE ->
                assertThat(storage.files().delete(scope, change.name())).isEqualTo(model.remove(change.name()) != null);
        }
    }

    private static void create(Change change, Scope scope, Map<String, StoredFile> model) {
        FileDescription description = change.description().applyTo(FileDescription.of(change.name(), 1_710_000_000));
        try {
            StoredFile created = storage.files()
                    .create(scope, change.name(), description, new Uploads(storage).receipt(change.length()));
            assertThat(created.description()).isEqualTo(description);
            assertThat(model.put(change.name(), created)).isNull();
        } catch (AlreadyExistsException e) {
            assertThat(model).containsKey(change.name());
        }
    }

    private static boolean matches(Question asked, StoredFile file) {
        return contains(file.name(), asked.part() == null ? "" : asked.part())
                && (asked.fileClass() == null
                        || asked.fileClass().equals(file.description().fileClass()))
                && (asked.format() == null
                        || asked.format().equals(file.description().format()));
    }

    private static boolean contains(String name, String part) {
        for (int start = 0; start + part.length() <= name.length(); start++) {
            if (name.regionMatches(true, start, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }

    private static Comparator<StoredFile> order(Question asked) {
        Comparator<StoredFile> byName = Comparator.comparing(file -> Utf8.bytes(file.name()), Arrays::compareUnsigned);
        Comparator<StoredFile> byField = switch (asked.order()) {
            case TIME -> Comparator.comparing(file -> file.description().time());
            case NAME -> Comparator.comparing(file -> FoldedText.bytes(file.name()), Arrays::compareUnsigned);
            case CLASS ->
                Comparator.comparing(file -> Utf8.bytes(file.description().fileClass()), Arrays::compareUnsigned);
            case FORMAT ->
                Comparator.comparing(file -> Utf8.bytes(file.description().format()), Arrays::compareUnsigned);
        };
        return (asked.descending() ? byField.reversed() : byField).thenComparing(byName);
    }

    private static long countersThatAreNotThere(Scope scope) {
        return storage.database()
                .read(handle -> handle.createQuery(
                                "SELECT COUNT(*) FROM description_counts WHERE scope_id = :scope AND file_count <= 0")
                        .bind("scope", scope.id())
                        .mapTo(Long.class)
                        .one());
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(4, Kind.CREATE),
                                Tuple.of(2, Kind.REPLACE),
                                Tuple.of(2, Kind.DESCRIBE),
                                Tuple.of(2, Kind.PUT),
                                Tuple.of(1, Kind.DELETE)),
                        Arbitraries.of(NAMES),
                        Arbitraries.of(CLASSES).injectNull(0.5),
                        Arbitraries.of(FORMATS).injectNull(0.5),
                        Arbitraries.of(0.0, -1.5, 1e300, 1.71e9).injectNull(0.5),
                        Arbitraries.of("{}", "{\"a\" : 9007199254740993, \"\\u0000\":\"ü\"}")
                                .injectNull(0.5),
                        Arbitraries.integers().between(0, 3))
                .as(Change::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Question>> questions() {
        return Combinators.combine(
                        Arbitraries.of(PARTS).injectNull(0.5),
                        Arbitraries.of(CLASSES).injectNull(0.6),
                        Arbitraries.of(FORMATS).injectNull(0.6),
                        Arbitraries.of(Order.values()),
                        Arbitraries.of(true, false),
                        Arbitraries.of(0, 0, 1, 3, 30),
                        Arbitraries.of(1, 3, 200))
                .as(Question::new)
                .list()
                .ofSize(16);
    }
}
