package dev.tr50.storage;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Lists of which page and count belong to the same moment. */
final class FileListing {

    private static final int ATTEMPTS = 3;

    private final Database database;
    private final ListCache cache = new ListCache();

    FileListing(Database database) {
        this.database = database;
    }

    FilePage list(FileQuery query) {
        return database.read(handle -> undisturbed(handle, query)).orElseGet(() -> locked(query));
    }

    /** Empty when the scope changed during every attempt. */
    private Optional<FilePage> undisturbed(Handle handle, FileQuery query) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long revision = Scopes.revision(handle, query.scope());
            Optional<FilePage> known = cache.find(query, revision);
            if (known.isPresent()) {
                return known;
            }
            FilePage page = FileLists.page(handle, query);
            if (Scopes.revision(handle, query.scope()) == revision) {
                cache.keep(query, revision, page);
                return Optional.of(page);
            }
        }
        return Optional.empty();
    }

    private FilePage locked(FileQuery query) {
        return database.write(handle -> {
            Scopes.lock(handle, query.scope());
            return FileLists.page(handle, query);
        });
    }
}
