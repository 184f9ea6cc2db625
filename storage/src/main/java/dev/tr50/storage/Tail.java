package dev.tr50.storage;

import java.util.List;

/** The samples of a series that are in no block yet, in the order of their arrival. */
final class Tail {

    private static final int FIRST_CAPACITY = 48;

    private Bytes bytes;
    private EntryWriter writer;
    private int count;

    void add(Entry entry) {
        if (bytes == null) {
            bytes = new Bytes(FIRST_CAPACITY);
            writer = new EntryWriter(bytes);
        }
        writer.write(entry);
        count++;
    }

    int count() {
        return count;
    }

    List<Entry> entries() {
        return bytes == null ? List.of() : EntryReader.decode(bytes.reader());
    }

    /** Forgets the samples up to a number. */
    void drop(long settled) {
        List<Entry> entries = entries();
        bytes = null;
        writer = null;
        count = 0;
        entries.stream().filter(entry -> entry.no() > settled).forEach(this::add);
    }
}
