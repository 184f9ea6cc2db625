package dev.tr50.storage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Removes the files of scopes that have been deleted, a few at a time: tens of thousands of files with all their index
 * entries take minutes, and every other change would have to wait for them. Nobody finds these files any more. What a crash
 * leaves is removed by the next sweep.
 */
final class DeletedScopes {

    static final int FILES_AT_ONCE = 200;
    private static final int SCOPES_AT_ONCE = 100;
    private static final int STEPS_AWAITED = 5;

    private final Database database;
    private final BlobRemoval removal;

    DeletedScopes(Database database, BlobRemoval removal) {
        this.database = database;
        this.removal = removal;
    }

    /** Of a few files, returns when they are removed; more are left to a thread that does nothing else. */
    void remove() {
        for (int step = 0; step < STEPS_AWAITED; step++) {
            if (!removeSome()) {
                return;
            }
        }
        removeLater();
    }

    private void removeLater() {
        removal.later(() -> {
            if (removeSome()) {
                removeLater();
            }
        });
    }

    /** Returns when none is left. */
    void removeAll() {
        boolean more = true;
        while (more) {
            more = removeSome();
        }
    }

    /** Whether there can be more. */
    private boolean removeSome() {
        Set<String> released = new HashSet<>();
        boolean more = database.write(handle -> removeSome(handle, released));
        removal.released(released);
        return more;
    }

    private static boolean removeSome(Handle handle, Set<String> released) {
        Object[] scopes = handle.createQuery("""
                        SELECT scope_id FROM deleted_scopes ORDER BY scope_id FETCH FIRST :most ROWS ONLY
                        """)
                .bind("most", SCOPES_AT_ONCE)
                .mapTo(Long.class)
                .list()
                .toArray();
        if (scopes.length == 0) {
            return false;
        }
        if (removeFiles(handle, scopes, released) == 0) {
            handle.createUpdate("DELETE FROM deleted_scopes WHERE scope_id = ANY(:scopes)")
                    .bindArray("scopes", Long.class, scopes)
                    .execute();
        }
        return true;
    }

    private static int removeFiles(Handle handle, Object[] scopes, Set<String> released) {
        record Leftover(long pk, String blobId) {}
        List<Leftover> leftovers = handle.createQuery("""
                        SELECT pk, blob_id FROM files WHERE scope_id = ANY(:scopes) FETCH FIRST :most ROWS ONLY
                        """)
                .bindArray("scopes", Long.class, scopes)
                .bind("most", FILES_AT_ONCE)
                .map((row, context) -> new Leftover(row.getLong("pk"), row.getString("blob_id")))
                .list();
        if (!leftovers.isEmpty()) {
            Object[] keys = leftovers.stream().map(Leftover::pk).toArray();
            for (String sql : List.of(
                    "DELETE FROM file_tags WHERE file_pk = ANY(:pks)", "DELETE FROM files WHERE pk = ANY(:pks)")) {
                handle.createUpdate(sql).bindArray("pks", Long.class, keys).execute();
            }
            leftovers.forEach(file -> released.add(file.blobId()));
        }
        return leftovers.size();
    }
}
