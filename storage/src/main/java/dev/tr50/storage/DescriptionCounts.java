package dev.tr50.storage;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * How many files of a scope have a class, a format, or both; what does not matter is empty in its row. Call with the scope
 * locked.
 */
final class DescriptionCounts {

    private static final byte[] ANY = {};

    private DescriptionCounts() {}

    /** What is counted together. */
    private record Words(byte[] fileClass, byte[] format) {

        static List<Words> of(FileDescription description) {
            byte[] fileClass = Utf8.bytes(description.fileClass());
            byte[] format = Utf8.bytes(description.format());
            return List.of(new Words(fileClass, ANY), new Words(ANY, format), new Words(fileClass, format));
        }
    }

    static void add(Handle handle, StoredFile file) {
        List<Words> all = Words.of(file.description());
        int[] known = change(handle, file.scope(), all, 1);
        for (int i = 0; i < known.length; i++) {
            if (known[i] == 0) {
                insert(handle, file.scope(), all.get(i));
            }
        }
    }

    static void remove(Handle handle, StoredFile file) {
        List<Words> all = Words.of(file.description());
        change(handle, file.scope(), all, -1);
        PreparedBatch batch = handle.prepareBatch("""
                DELETE FROM description_counts
                WHERE scope_id = :scope AND class = :class AND format = :format AND file_count = 0
                """);
        all.forEach(words -> bind(batch, file.scope(), words).add());
        batch.execute();
    }

    private static int[] change(Handle handle, Scope scope, List<Words> all, int change) {
        PreparedBatch batch = handle.prepareBatch("""
                UPDATE description_counts SET file_count = file_count + :change
                WHERE scope_id = :scope AND class = :class AND format = :format
                """);
        all.forEach(words -> bind(batch, scope, words).bind("change", change).add());
        return batch.execute();
    }

    private static void insert(Handle handle, Scope scope, Words words) {
        handle.createUpdate("""
                        INSERT INTO description_counts (scope_id, class, format, file_count)
                        VALUES (:scope, :class, :format, 1)
                        """)
                .bind("scope", scope.id())
                .bind("class", words.fileClass())
                .bind("format", words.format())
                .execute();
    }

    private static PreparedBatch bind(PreparedBatch batch, Scope scope, Words words) {
        return batch.bind("scope", scope.id()).bind("class", words.fileClass()).bind("format", words.format());
    }

    /**
     * How many files of the scope fit. One of both must be given.
     *
     * @param fileClass null for any
     * @param format null for any
     */
    static long count(Handle handle, Scope scope, String fileClass, String format) {
        return handle.createQuery("""
                        SELECT file_count FROM description_counts
                        WHERE scope_id = :scope AND class = :class AND format = :format
                        """)
                .bind("scope", scope.id())
                .bind("class", fileClass == null ? ANY : Utf8.bytes(fileClass))
                .bind("format", format == null ? ANY : Utf8.bytes(format))
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }
}
