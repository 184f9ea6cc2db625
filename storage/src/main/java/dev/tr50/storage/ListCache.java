package dev.tr50.storage;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pages that were asked for lately, each with the revision of its scope. A page of an older revision is never given, so
 * nothing has to be told of changes, not even those of another process.
 */
final class ListCache {

    /** Of all pages together, so that big pages do not fill the memory; some 10 MB. */
    private static final int MOST_FILES = 15_000;

    /** So long are the attributes that take as much memory as all the rest of a file. */
    private static final int CHARACTERS_OF_A_FILE = 500;

    private record Entry(long revision, FilePage page) {
        int weight() {
            return 1 + page.files().stream().mapToInt(ListCache::weight).sum();
        }
    }

    private final Map<Record, Entry> pages = new LinkedHashMap<>(64, 0.75f, true);
    private int weight;

    private static int weight(StoredFile file) {
        String attributes = file.description().attributes();
        return 1 + (attributes == null ? 0 : attributes.length() / CHARACTERS_OF_A_FILE);
    }

    synchronized Optional<FilePage> find(Record query, long revision) {
        Entry entry = pages.get(query);
        return entry != null && entry.revision() == revision ? Optional.of(entry.page()) : Optional.empty();
    }

    synchronized void keep(Record query, long revision, FilePage page) {
        Entry entry = new Entry(revision, page);
        Entry old = pages.put(query, entry);
        weight += entry.weight() - (old == null ? 0 : old.weight());
        Iterator<Entry> leastUsedFirst = pages.values().iterator();
        while (weight > MOST_FILES && leastUsedFirst.hasNext()) {
            weight -= leastUsedFirst.next().weight();
            leastUsedFirst.remove();
        }
    }
}
