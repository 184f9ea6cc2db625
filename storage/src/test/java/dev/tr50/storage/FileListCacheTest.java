package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A list that is asked for again is not read again, and never shows what was before a change. */
class FileListCacheTest {

    private static final int FILES = 60;

    @TempDir
    static Path folder;

    private static Storage storage;
    private static int groups;

    private Uploads uploads;
    private Group group;
    private Thing thing;
    private Scope scope;

    /** Everything that changes what a list of a scope shows. */
    enum Change {
        PUT(test -> test.uploads.put(test.scope, "b", "b", "x")),
        PUT_AGAIN(test -> test.uploads.put(test.scope, "a", "longer", "x")),
        CREATE(test -> test.uploads.create(test.scope, "b", "b")),
        REPLACE(test ->
                storage.files().replace(test.scope, "a", FileDescriptionChange.NONE, test.uploads.blob("longer"))),
        DESCRIBE(test ->
                storage.files().describe(test.scope, "a", new FileDescriptionChange("image", "png", 1.0, null))),
        DELETE(test -> storage.files().delete(test.scope, "a")),
        DELETE_THING(test -> storage.provisioning().deleteThing(test.thing)),
        DELETE_GROUP(test -> storage.provisioning().deleteGroup(test.group));

        private final Consumer<FileListCacheTest> action;

        Change(Consumer<FileListCacheTest> action) {
            this.action = action;
        }
    }

    @BeforeAll
    static void open() {
        storage = Storage.open(folder);
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @BeforeEach
    void fill() {
        uploads = new Uploads(storage);
        group = storage.groups().create("G" + groups++, "G");
        thing = storage.things().create(group.id(), NewThing.named("thing"));
        scope = thing.scope();
        uploads.put(scope, "a", "a", "x");
    }

    @ParameterizedTest
    @EnumSource
    void every_change_is_in_the_next_list(Change change) {
        FilePage all = list();
        FilePage tagged = list("x");
        FilePage described = described(null);
        FilePage parted = described("a");

        change.action.accept(this);

        assertThat(list()).isNotEqualTo(all);
        assertThat(described(null)).isNotEqualTo(described);
        if (change != Change.CREATE) {
            assertThat(list("x")).isNotEqualTo(tagged);
        }
        if (change != Change.CREATE && change != Change.PUT) {
            assertThat(described("a")).isNotEqualTo(parted);
        }
    }

    @Test
    void what_has_not_changed_is_not_read_again() {
        FilePage all = list();
        FilePage parted = described("a");
        uploads.create(group.scope(), "another", "scope");

        assertThat(list()).isSameAs(all);
        assertThat(described("a")).isSameAs(parted);
    }

    @Test
    void a_change_that_was_taken_back_leaves_the_list_as_it_was() {
        FilePage before = list();

        assertThatThrownBy(() -> uploads.create(scope, "a", "again")).isInstanceOf(AlreadyExistsException.class);

        assertThat(list()).isSameAs(before);
        assertThat(list()).isSameAs(before);
    }

    @Test
    void whoever_reads_while_files_come_never_sees_one_go() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> coming = thread.submit(() -> {
            for (int i = 0; i < FILES; i++) {
                uploads.create(scope, "file-" + i, "x");
                assertThat(list().count()).isEqualTo(i + 2L);
            }
        });
        long seen = 0;
        do {
            for (int limit = 1; limit <= 3; limit++) {
                long count = storage.files()
                        .list(new FileQuery(scope, List.of(), Sort.BY_NAME, 0, limit))
                        .count();
                assertThat(count).isGreaterThanOrEqualTo(seen);
                seen = count;
            }
        } while (!coming.isDone());
        coming.get();
        thread.shutdown();
        assertThat(list().count()).isEqualTo(FILES + 1);
    }

    private FilePage list(String... tags) {
        return storage.files().list(new FileQuery(scope, List.of(tags), Sort.BY_NAME, 0, 9));
    }

    private FilePage described(String part) {
        return storage.files()
                .describedPage(
                        new DescribedFileQuery(scope, part, null, null, DescribedFileQuery.Order.NAME, false, 0, 9));
    }
}
