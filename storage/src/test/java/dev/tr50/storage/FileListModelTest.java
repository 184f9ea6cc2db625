package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Lists, counts and tag clouds against a map that is sorted and counted on the spot. */
class FileListModelTest {

    private static final List<String> TAGS = List.of("x", "y", "z", "ü");
    private static final List<String> NAMES =
            List.of("a", "A", "ab", "b", "é", "/", "z", "\uFFFD", "\uD83D\uDE00", "dir/a", " ", "0");

    private static Path folder;
    private static Storage storage;
    private static int groups;

    /** A put when there are tags, otherwise a deletion. */
    record Change(String name, boolean isPut, boolean isPublic, int length, List<String> tags) {}

    record Question(List<String> tags, Sort sort, int offset, int limit) {}

    @BeforeContainer
    static void open() throws IOException {
        folder = java.nio.file.Files.createTempDirectory("file-list");
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
        Group group = storage.groups().create("G" + groups++, "G");
        Scope scope = group.scope();
        Map<String, StoredFile> model = new HashMap<>();
        changes.forEach(change -> apply(change, scope, model));

        for (Question question : questions) {
            FilePage page = storage.files()
                    .list(new FileQuery(scope, question.tags(), question.sort(), question.offset(), question.limit()));
            List<StoredFile> matching = matching(model, question.tags());
            assertThat(page.count()).isEqualTo(matching.size());
            assertThat(page.files())
                    .containsExactlyElementsOf(matching.stream()
                            .sorted(order(question.sort()))
                            .skip(question.offset())
                            .limit(question.limit())
                            .toList());
            List<TagCount> cloud = cloud(matching, question.limit());
            assertThat(storage.files().tagCloud(List.of(scope), question.tags(), question.limit()))
                    .isEqualTo(cloud);
            assertThat(storage.files().tagCloudOfGroup(group.id(), question.tags(), question.limit()))
                    .isEqualTo(cloud);
        }
    }

    private static void apply(Change change, Scope scope, Map<String, StoredFile> model) {
        if (change.isPut()) {
            UploadOrder order = Uploads.tagged(change.name(), change.isPublic(), change.tags());
            model.put(change.name(), new Uploads(storage).putRow(scope, order, change.length()));
        } else {
            assertThat(storage.files().delete(scope, change.name())).isEqualTo(model.remove(change.name()) != null);
        }
    }

    private static List<StoredFile> matching(Map<String, StoredFile> model, List<String> tags) {
        return model.values().stream()
                .filter(file -> file.tags().containsAll(tags))
                .toList();
    }

    private static Comparator<StoredFile> order(Sort sort) {
        Comparator<StoredFile> byName =
                (one, two) -> Arrays.compareUnsigned(Utf8.bytes(one.name()), Utf8.bytes(two.name()));
        Comparator<StoredFile> byField = switch (sort.field()) {
            case FILE_NAME -> byName;
            case LENGTH -> Comparator.comparing(StoredFile::length);
            case UPLOAD_DATE -> Comparator.comparing(StoredFile::uploadDate);
            case PUBLIC -> Comparator.comparing(StoredFile::isPublic);
        };
        return (sort.descending() ? byField.reversed() : byField).thenComparing(byName);
    }

    private static List<TagCount> cloud(List<StoredFile> files, int limit) {
        Map<String, Long> counts = new TreeMap<>();
        files.forEach(file -> file.tags().forEach(tag -> counts.merge(tag, 1L, Long::sum)));
        return counts.entrySet().stream()
                .map(entry -> new TagCount(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(TagCount::count).reversed().thenComparing(TagCount::tag))
                .limit(limit)
                .toList();
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        Arbitraries.frequency(net.jqwik.api.Tuple.of(4, true), net.jqwik.api.Tuple.of(1, false)),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(TAGS).list().uniqueElements().ofMaxSize(4))
                .as(Change::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Question>> questions() {
        Arbitrary<Sort> sorts = Combinators.combine(Arbitraries.of(Sort.Field.values()), Arbitraries.of(true, false))
                .as(Sort::new);
        return Combinators.combine(
                        Arbitraries.of(TAGS).list().uniqueElements().ofMaxSize(3),
                        sorts,
                        Arbitraries.of(0, 0, 1, 3, 30),
                        Arbitraries.of(1, 3, 2000))
                .as(Question::new)
                .list()
                .ofSize(12);
    }
}
