package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.EntityTags;
import dev.tr50.gateway.transfer.FileVersion;
import dev.tr50.storage.StoredFile;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Predicate;

/**
 * What a client wants to be true of a file before it is changed: {@code If-Match} and {@code If-None-Match} (RFC 9110, 13.1), by which
 * two who edit one file do not undo each other's work.
 */
final class Precondition implements Predicate<StoredFile> {
    private final EntityTags match;
    private final EntityTags noneMatch;

    private Precondition(EntityTags match, EntityTags noneMatch) {
        this.match = match;
        this.noneMatch = noneMatch;
    }

    static Precondition of(HttpServerRequest request) {
        return new Precondition(EntityTags.in(request, "If-Match"), EntityTags.in(request, "If-None-Match"));
    }

    @Override
    public boolean test(StoredFile file) {
        String tag = FileVersion.of(file).entityTag();
        return (!match.given() || match.nameStrongly(tag)) && !noneMatch.nameWeakly(tag);
    }
}
