package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeDeletionTest {

    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Storage storage;
    private Uploads uploads;
    private Scope going;
    private Scope staying;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        uploads = new Uploads(storage);
        String group = storage.groups().create("G", "G").id();
        going = storage.database().write(handle -> Scopes.create(handle, group, ObjectId.next()));
        staying = storage.database().write(handle -> Scopes.create(handle, group, ObjectId.next()));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void nothing_of_a_deleted_scope_is_left_and_its_neighbour_keeps_everything() throws IOException {
        for (Scope scope : List.of(going, staying)) {
            uploads.put(scope, "by-tr50", "1", "x", "y");
            uploads.create(scope, "by-filestore.csv", "2");
            uploads.put(scope, "replaced", "old");
            storage.transfers().reserveDownload(scope, "replaced", FAR);
            uploads.put(scope, "replaced", "new");
            uploads.reserve(scope, UploadOrder.named("to come"));
        }

        delete(going);

        for (String table : List.of("files", "file_tags", "tag_counts", "description_counts", "uploads", "downloads")) {
            assertThat(rows(table, going)).as(table).isZero();
            assertThat(rows(table, staying)).as(table).isPositive();
        }
        assertThat(storage.files()
                        .list(new FileQuery(going, List.of(), Sort.BY_NAME, 0, 9))
                        .count())
                .isZero();
        await().atMost(Duration.ofMinutes(1)).until(() -> BlobFiles.in(folder).size() == 4);
        storage.sweep(Instant.now());
        assertThat(BlobFiles.in(folder)).hasSize(4);
    }

    @Test
    void what_was_on_its_way_when_its_scope_went_is_refused_and_leaves_nothing() throws IOException {
        uploads.create(going, "a", "old");
        Upload upload = uploads.reserve(going, UploadOrder.named("b"));
        BlobReceipt blob = uploads.blob("new");
        delete(going);

        assertThat(storage.transfers().complete(upload, blob)).isEmpty();
        assertThatThrownBy(() -> uploads.create(going, "c", "new")).isInstanceOf(NoSuchScopeException.class);
        assertThat(storage.files().replace(going, "a", FileDescriptionChange.NONE, uploads.blob("new")))
                .isEmpty();
        assertThat(storage.files().describe(going, "a", new FileDescriptionChange("x", null, null, null)))
                .isEmpty();
        assertThat(storage.files().delete(going, "a")).isFalse();
        assertThatThrownBy(() -> storage.transfers().reserveUpload(going, UploadOrder.named("b"), FAR))
                .isInstanceOf(NoSuchScopeException.class);
        assertThat(storage.transfers().reserveDownload(going, "a", FAR)).isEmpty();
        assertThat(rows("files", going)).isZero();
        await().atMost(Duration.ofMinutes(1)).until(() -> BlobFiles.in(folder).isEmpty());
    }

    private void delete(Scope scope) {
        deleteOutOfReach(scope);
        storage.sweep(Instant.now());
    }

    /** What is left when the process dies right after the commit. */
    private void deleteOutOfReach(Scope scope) {
        storage.database().write(handle -> {
            ScopeDeletion.empty(handle, scope, new HashSet<>());
            return handle.execute("DELETE FROM scopes WHERE id = " + scope.id());
        });
    }

    @Test
    void a_file_of_a_deleted_scope_is_out_of_reach_before_its_row_is_gone() {
        UploadOrder open = new UploadOrder("a", true, null, List.of("x"), List.of(), null);
        StoredFile file = uploads.put(going, open, "bytes");
        Download download = storage.transfers().reserveDownload(going, "a", FAR).orElseThrow();
        Upload upload = uploads.reserve(going, UploadOrder.named("a"));
        deleteOutOfReach(going);

        assertThat(rows("files", going)).isOne();
        assertThat(storage.files().findById(file.id())).isEmpty();
        assertThat(storage.transfers().findDownload(download.fileId(), Instant.EPOCH))
                .isEmpty();
        assertThat(storage.transfers().findUpload(upload.fileId(), Instant.EPOCH))
                .isEmpty();
        assertThat(storage.transfers().complete(upload, uploads.blob("new"))).isEmpty();
        assertThat(storage.files().replace(going, "a", FileDescriptionChange.NONE, uploads.blob("new")))
                .isEmpty();
        assertThat(storage.files().describe(going, "a", FileDescriptionChange.NONE))
                .isEmpty();
        assertThat(storage.files().delete(going, "a")).isFalse();
        assertThat(storage.transfers().reserveDownload(going, "a", FAR)).isEmpty();
    }

    @Test
    void more_files_than_are_waited_for_are_removed_afterwards() {
        Group group = storage.groups().create("MANY", "Many");
        ManyFiles.fill(storage, group.scope(), 6 * DeletedScopes.FILES_AT_ONCE, i -> List.of("x"));

        assertThat(storage.provisioning().deleteGroup(group)).isTrue();

        await().atMost(Duration.ofMinutes(1))
                .until(() -> rows("deleted_scopes", group.scope()) + rows("files", group.scope()) == 0);
        assertThat(rows("file_tags", group.scope())).isZero();
    }

    /** H2 gives up what a statement is still reading when it keeps nothing for a while: the removal stopped half-way. */
    @Test
    void many_files_go_while_others_write() {
        Group group = storage.groups().create("MANY", "Many");
        ManyFiles.fill(storage, group.scope(), 15 * DeletedScopes.FILES_AT_ONCE, i -> List.of("x"));
        assertThat(storage.provisioning().deleteGroup(group)).isTrue();

        AtomicInteger others = new AtomicInteger();
        await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    storage.groups().create("OTHER" + others.incrementAndGet(), "Other");
                    return rows("files", group.scope()) == 0;
                });
    }

    private long rows(String table, Scope scope) {
        return storage.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table + " WHERE scope_id = :scope")
                        .bind("scope", scope.id())
                        .mapTo(Long.class)
                        .one());
    }
}
