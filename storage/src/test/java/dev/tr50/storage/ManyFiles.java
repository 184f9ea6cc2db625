package dev.tr50.storage;

import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;

/** Fills a scope with rows of files that have no bytes. */
final class ManyFiles {

    private ManyFiles() {}

    static void fill(Storage storage, Scope scope, int files, IntFunction<List<String>> tags) {
        fill(storage, scope, files, tags, i -> FileDescription.of("file", i));
    }

    static void describe(Storage storage, Scope scope, int files, IntFunction<FileDescription> descriptions) {
        fill(storage, scope, files, i -> List.of(), descriptions);
    }

    private static void fill(
            Storage storage,
            Scope scope,
            int files,
            IntFunction<List<String>> tags,
            IntFunction<FileDescription> descriptions) {
        storage.database().write(scope, handle -> {
            Scopes.lockToChange(handle, scope);
            for (int i = 0; i < files; i++) {
                insert(handle, scope, i, tags.apply(i), descriptions.apply(i));
            }
            Scopes.countFiles(handle, scope, files, 0);
            return null;
        });
    }

    private static void insert(Handle handle, Scope scope, int i, List<String> tags, FileDescription description) {
        StoredFile file = new StoredFile(
                ObjectId.next(),
                scope,
                "file-%07d".formatted(i),
                ObjectId.next(),
                i * 7919L % 1000,
                0,
                "",
                Instant.ofEpochMilli(1_700_000_000_000L + i * 104_729L % 100_000),
                tags,
                List.of(),
                i % 3 == 0,
                null,
                description);
        TagRows.insert(handle, FileRows.insert(handle, file));
        DescriptionCounts.add(handle, file);
    }
}
