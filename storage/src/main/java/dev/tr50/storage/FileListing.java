package dev.tr50.storage;

import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/** Lists of which page and count belong to the same moment. */
final class FileListing {

    private static final int ATTEMPTS = 3;

    private final Database database;
    private final ListCache cache = new ListCache();

    FileListing(Database database) {
        this.database = database;
    }

    FilePage list(FileQuery query) {
        return list(query.scope(), query, handle -> FileLists.page(handle, query));
    }

    FilePage list(DescribedFileQuery query) {
        return query.foldedPart().isEmpty()
                ? list(query.scope(), query, handle -> DescribedFileLists.page(handle, query))
                : walk(query);
    }

    private FilePage list(Scope scope, Record query, HandleCallback<FilePage, RuntimeException> pages) {
        return cache.find(query, stamp(scope))
                .or(() -> database.read(handle -> undisturbed(handle, scope, query, pages)))
                .orElseGet(() -> locked(scope, pages));
    }

    /** Empty when the scope changed during every attempt. */
    private Optional<FilePage> undisturbed(
            Handle handle, Scope scope, Record query, HandleCallback<FilePage, RuntimeException> pages) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            OptionalLong stamp = stamp(scope);
            long revision = Scopes.revision(handle, scope);
            Optional<FilePage> known = cache.find(query, stamp, revision);
            if (known.isPresent()) {
                return known;
            }
            FilePage page = pages.withHandle(handle);
            if (Scopes.revision(handle, scope) == revision) {
                cache.keep(query, stamp, revision, page);
                return Optional.of(page);
            }
        }
        return Optional.empty();
    }

    private FilePage locked(Scope scope, HandleCallback<FilePage, RuntimeException> pages) {
        return database.write(handle -> {
            Scopes.lock(handle, scope);
            return pages.withHandle(handle);
        });
    }

    /** Takes as long as the scope has files, so it holds up nobody: count and page come from one snapshot. */
    private FilePage walk(DescribedFileQuery query) {
        OptionalLong stamp = stamp(query.scope());
        return cache.find(query, stamp).orElseGet(() -> walk(query, stamp, revision(query.scope())));
    }

    private FilePage walk(DescribedFileQuery query, OptionalLong stamp, long revision) {
        return cache.find(query, stamp, revision).orElseGet(() -> {
            FilePage page = database.snapshot(handle -> DescribedFileLists.page(handle, query));
            if (revision(query.scope()) == revision) {
                cache.keep(query, stamp, revision, page);
            }
            return page;
        });
    }

    private OptionalLong stamp(Scope scope) {
        return database.stamps().of(scope);
    }

    private long revision(Scope scope) {
        return database.read(handle -> Scopes.revision(handle, scope));
    }
}
