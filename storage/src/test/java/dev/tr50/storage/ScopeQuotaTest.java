package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeQuotaTest {

    private static final int MOST_FILES = 3;
    private static final int MOST_BYTES = 10;

    @TempDir
    Path folder;

    private Storage storage;
    private Uploads uploads;
    private Scope scope;

    @BeforeEach
    void open() {
        storage = Storage.open(folder, new ScopeQuota(MOST_FILES, MOST_BYTES));
        uploads = new Uploads(storage);
        scope = storage.groups().create("G", "G").scope();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void a_scope_takes_as_many_files_as_it_may_and_no_more() throws IOException {
        uploads.create(scope, "a", "1");
        uploads.put(scope, "b", "2");
        uploads.create(scope, "c", "3");

        assertRefused(() -> uploads.create(scope, "d", "4"), "no more than 3 files");
        assertRefused(() -> uploads.put(scope, "d", ""), "no more than 3 files");
        assertStored("a", "b", "c");

        storage.files().delete(scope, "a");
        uploads.create(scope, "d", "4");
        assertStored("b", "c", "d");
    }

    @Test
    void a_scope_takes_as_many_bytes_as_it_may_and_no_more() throws IOException {
        uploads.create(scope, "a", "12345");
        uploads.create(scope, "b", "12345");

        assertRefused(() -> uploads.create(scope, "c", "1"), "no more than 10 bytes");
        assertRefused(() -> uploads.put(scope, "c", "1"), "no more than 10 bytes");
        uploads.create(scope, "c", "");
        assertRefused(() -> replace("c", "1"), "no more than 10 bytes");
        assertRefused(() -> uploads.put(scope, "c", "1"), "no more than 10 bytes");
        assertStored("a", "b", "c");
    }

    @Test
    void other_scopes_have_room_of_their_own() {
        uploads.create(scope, "a", "1234567890");

        Scope other = storage.groups().create("H", "H").scope();
        assertThatCode(() -> uploads.create(other, "a", "1234567890")).doesNotThrowAnyException();
    }

    @Test
    void what_is_not_longer_always_replaces_a_file_even_where_there_is_too_much_already() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            uploads.create(scope, name, "123");
        }
        storage.close();
        storage = Storage.open(folder, new ScopeQuota(1, 1));
        uploads = new Uploads(storage);

        assertThat(replace("a", "xyz")).isEqualTo(3);
        assertThat(replace("b", "x")).isEqualTo(1);
        assertThat(uploads.put(scope, "c", "").length()).isZero();
        assertRefused(() -> replace("b", "xy"), "no more than 1 bytes");
        assertStored("a", "b", "c");
    }

    @Test
    void an_upload_that_finds_no_room_leaves_its_handle_as_good_as_before() {
        uploads.create(scope, "a", "1234567890");
        Upload upload = uploads.reserve(scope, UploadOrder.named("b"));

        assertRefused(() -> storage.transfers().complete(upload, uploads.blob("1")), "bytes");

        storage.files().delete(scope, "a");
        assertThat(storage.transfers().complete(upload, uploads.blob("1"))).isPresent();
    }

    @Test
    void a_file_that_finds_no_room_is_refused_before_its_bytes_are_taken() {
        uploads.create(scope, "a", "12345");
        uploads.create(scope, "b", "");
        uploads.create(scope, "c", "");

        assertRefused(() -> storage.files().requireRoom(scope, "d", 0), "files");
        assertRefused(() -> storage.files().requireRoom(scope, "a", 11), "bytes");
        assertThatCode(() -> storage.files().requireRoom(scope, "a", 10)).doesNotThrowAnyException();
        assertThatCode(() -> storage.files().requireRoom(scope, "b", 5)).doesNotThrowAnyException();
    }

    @Test
    void a_name_that_is_taken_is_told_before_the_want_of_room() {
        for (String name : List.of("a", "b", "c")) {
            uploads.create(scope, name, "");
        }

        assertThatThrownBy(() -> uploads.create(scope, "a", "")).isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void many_at_once_find_no_more_room_than_there_is() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Callable<Boolean>> work = IntStream.range(0, 24)
                .<Callable<Boolean>>mapToObj(i -> () -> stores("f" + i))
                .toList();
        int stored = 0;
        for (Future<Boolean> done : threads.invokeAll(work)) {
            stored += done.get() ? 1 : 0;
        }
        threads.shutdown();

        assertThat(stored).isEqualTo(MOST_FILES);
        assertThat(list().count()).isEqualTo(MOST_FILES);
    }

    private boolean stores(String name) {
        try {
            uploads.create(scope, name, "1");
            return true;
        } catch (QuotaExceededException e) {
            return false;
        }
    }

    private long replace(String name, String content) {
        return storage.files()
                .replace(scope, name, FileDescriptionChange.NONE, uploads.blob(content))
                .orElseThrow()
                .length();
    }

    private static void assertRefused(ThrowingCallable change, String why) {
        assertThatThrownBy(change).isInstanceOf(QuotaExceededException.class).hasMessageContaining(why);
    }

    private void assertStored(String... names) throws IOException {
        FilePage page = list();
        assertThat(page.files()).extracting(StoredFile::name).containsExactly(names);
        storage.sweep(Instant.EPOCH);
        assertThat(BlobFiles.in(folder)).hasSize(names.length);
    }

    private FilePage list() {
        return storage.files().list(new FileQuery(scope, List.of(), Sort.BY_NAME, 0, 2000));
    }
}
