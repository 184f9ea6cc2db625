package dev.tr50.storage;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * A page of a scope's files.
 *
 * @param tags only files that have all of them; empty for every file
 * @param offset files to leave out at the start, 0 or more
 * @param limit files to return at most, 0 or more
 */
public record FileQuery(Scope scope, List<String> tags, Sort sort, int offset, int limit) {

    public FileQuery {
        tags = List.copyOf(new LinkedHashSet<>(tags));
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("offset " + offset + " and limit " + limit + " must not be negative");
        }
    }
}
