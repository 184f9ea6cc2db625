package dev.tr50.storage;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Pages that were asked for lately, each with the revision of its scope. A page of an older revision is never given. Beside it stands the
 * stamp that the scope had before it was read: while that is the same, the revision is too, and need not be looked at.
 */
final class ListCache {

    /** Of all pages together, so that big pages do not fill the memory; some 10 MB. */
    private static final int MOST_FILES = 15_000;

    /** So many characters of a file's names take as much memory as all the rest of it. */
    private static final int CHARACTERS_OF_A_FILE = 500;

    private record Entry(long revision, OptionalLong stamp, FilePage page) {
        int weight() {
            return 1 + page.files().stream().mapToInt(ListCache::weight).sum();
        }
    }

    private final Map<Record, Entry> pages = new LinkedHashMap<>(64, 0.75f, true);
    private int weight;

    private static int weight(StoredFile file) {
        String attributes = file.description().attributes();
        int characters = file.name().length() + characters(file.tags()) + characters(file.secTags());
        return 1 + (characters + (attributes == null ? 0 : attributes.length())) / CHARACTERS_OF_A_FILE;
    }

    private static int characters(List<String> texts) {
        return texts.stream().mapToInt(String::length).sum();
    }

    /** @param stamp of the scope at this moment */
    synchronized Optional<FilePage> find(Record query, OptionalLong stamp) {
        Entry entry = stamp.isEmpty() ? null : pages.get(query);
        return entry != null && entry.stamp().equals(stamp) ? Optional.of(entry.page()) : Optional.empty();
    }

    /** @param stamp of the scope at a moment before its revision was read */
    synchronized Optional<FilePage> find(Record query, OptionalLong stamp, long revision) {
        Entry entry = pages.get(query);
        if (entry == null || entry.revision() != revision) {
            return Optional.empty();
        }
        if (!entry.stamp().equals(stamp)) {
            pages.put(query, new Entry(revision, stamp, entry.page()));
        }
        return Optional.of(entry.page());
    }

    /** @param stamp of the scope at a moment before its revision was read */
    synchronized void keep(Record query, OptionalLong stamp, long revision, FilePage page) {
        Entry entry = new Entry(revision, stamp, page);
        Entry old = pages.put(query, entry);
        weight += entry.weight() - (old == null ? 0 : old.weight());
        Iterator<Entry> leastUsedFirst = pages.values().iterator();
        while (weight > MOST_FILES && leastUsedFirst.hasNext()) {
            weight -= leastUsedFirst.next().weight();
            leastUsedFirst.remove();
        }
    }
}
