package dev.tr50.storage;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows that make one tag's files a range of an index, and the counters of each tag. Call with the scope locked. */
final class TagRows {

    private TagRows() {}

    static void insert(Handle handle, FileRows.Row row) {
        StoredFile file = row.file();
        Set<String> tags = distinct(file.tags());
        if (tags.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO file_tags (file_pk, tag, scope_id, name, length, uploaded_at, is_public)
                VALUES (:pk, :tag, :scope, :name, :length, :uploadedAt, :isPublic)
                """);
        for (String tag : tags) {
            batch.bind("pk", row.pk())
                    .bind("tag", Utf8.bytes(tag))
                    .bind("scope", file.scope().id())
                    .bind("name", Utf8.bytes(file.name()))
                    .bind("length", file.length())
                    .bind("uploadedAt", file.uploadDate().toEpochMilli())
                    .bind("isPublic", file.isPublic())
                    .add();
        }
        batch.execute();
        tags.forEach(tag -> count(handle, file.scope(), tag, 1));
    }

    static void delete(Handle handle, FileRows.Row row) {
        Set<String> tags = distinct(row.file().tags());
        if (tags.isEmpty()) {
            return;
        }
        handle.createUpdate("DELETE FROM file_tags WHERE file_pk = :pk")
                .bind("pk", row.pk())
                .execute();
        tags.forEach(tag -> count(handle, row.file().scope(), tag, -1));
    }

    /** A file that names a tag twice has it once. */
    private static Set<String> distinct(Collection<String> tags) {
        return new TreeSet<>(tags);
    }

    private static void count(Handle handle, Scope scope, String tag, int change) {
        byte[] key = Utf8.bytes(tag);
        int known = handle.createUpdate("""
                        UPDATE tag_counts SET file_count = file_count + :change
                        WHERE scope_id = :scope AND tag = :tag
                        """)
                .bind("change", change)
                .bind("scope", scope.id())
                .bind("tag", key)
                .execute();
        if (known == 0) {
            handle.createUpdate("INSERT INTO tag_counts (scope_id, tag, file_count) VALUES (:scope, :tag, :change)")
                    .bind("scope", scope.id())
                    .bind("tag", key)
                    .bind("change", change)
                    .execute();
        } else if (change < 0) {
            handle.createUpdate("""
                            DELETE FROM tag_counts WHERE scope_id = :scope AND tag = :tag AND file_count = 0
                            """).bind("scope", scope.id()).bind("tag", key).execute();
        }
    }

    /** How many files of the scope have the tag. */
    static long count(Handle handle, Scope scope, String tag) {
        return handle.createQuery("SELECT file_count FROM tag_counts WHERE scope_id = :scope AND tag = :tag")
                .bind("scope", scope.id())
                .bind("tag", Utf8.bytes(tag))
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** The same tags, the one with the fewest files first. */
    static List<String> rarestFirst(Handle handle, Scope scope, List<String> tags) {
        record Counted(String tag, long files) {}
        return tags.stream()
                .map(tag -> new Counted(tag, count(handle, scope, tag)))
                .sorted(java.util.Comparator.comparingLong(Counted::files))
                .map(Counted::tag)
                .toList();
    }
}
