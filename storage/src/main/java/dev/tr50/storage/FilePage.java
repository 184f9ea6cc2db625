package dev.tr50.storage;

import java.util.List;

/**
 * What {@link Files#list} found.
 *
 * @param count all files that match, on this page or not
 * @param files those on this page, in order
 */
public record FilePage(long count, List<StoredFile> files) {

    public FilePage {
        files = List.copyOf(files);
    }
}
