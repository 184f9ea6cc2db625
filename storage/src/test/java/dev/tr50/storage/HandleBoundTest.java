package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandleBoundTest {

    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void a_scope_has_a_bound_on_open_handles_and_expired_ones_make_room() {
        try (Storage storage = Storage.open(folder)) {
            Scope scope = storage.groups().create("G", "G").scope();
            Scope other = storage.groups().create("H", "H").scope();
            storage.transfers().reserveUpload(scope, UploadOrder.named("expired"), Instant.EPOCH);
            storage.transfers().reserveUpload(scope, UploadOrder.named("open"), FAR);
            storage.database()
                    .read(handle -> handle.createUpdate("UPDATE scopes SET handle_count = :full WHERE id = :scope")
                            .bind("full", Transfers.MAX_OPEN_HANDLES)
                            .bind("scope", scope.id())
                            .execute());

            storage.transfers().reserveUpload(scope, UploadOrder.named("takes the place"), FAR);

            assertThatThrownBy(() -> storage.transfers().reserveUpload(scope, UploadOrder.named("one more"), FAR))
                    .isInstanceOf(TooManyHandlesException.class);
            assertThat(storage.transfers().reserveUpload(other, UploadOrder.named("elsewhere"), FAR))
                    .hasSize(24);
        }
    }

    @Test
    void a_sweep_removes_expired_handles_and_sessions() {
        try (Storage storage = Storage.open(folder)) {
            Group group = storage.groups().create("G", "G");
            Instant now = Instant.parse("2026-01-01T00:00:00Z");
            storage.transfers().reserveUpload(group.scope(), UploadOrder.named("a"), now);
            String open = storage.transfers().reserveUpload(group.scope(), UploadOrder.named("b"), FAR);
            User ada = storage.users().create("ada@example.org", "hash");
            Session session = new Session("t", Session.Kind.USER, ada.id(), group.id(), null, now, now, now);
            assertThat(storage.sessions().create(session, "hash", 10)).isTrue();

            storage.sweep(now);

            assertThat(storage.transfers().findUpload(open, now)).isPresent();
            assertThat(count(storage, "SELECT COUNT(*) FROM uploads")).isOne();
            assertThat(count(storage, "SELECT COUNT(*) FROM sessions")).isZero();
            assertThat(count(storage, "SELECT SUM(handle_count) FROM scopes")).isOne();
        }
    }

    private static long count(Storage storage, String sql) {
        return storage.database()
                .read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
