package dev.tr50.storage;

import java.util.List;

/** Writes entries one behind the other, each as the difference to the one before. */
final class EntryWriter {

    private final Bytes bytes;
    private long ts;
    private long no;

    EntryWriter(Bytes bytes) {
        this.bytes = bytes;
    }

    void write(Entry entry) {
        bytes.signed(entry.ts() - ts)
                .signed(entry.no() - no)
                .number((long) entry.value().length << 1 | (entry.same() ? 1 : 0))
                .raw(entry.value());
        ts = entry.ts();
        no = entry.no();
    }

    static byte[] encode(List<Entry> entries) {
        Bytes bytes = new Bytes(24 * entries.size());
        EntryWriter writer = new EntryWriter(bytes);
        entries.forEach(writer::write);
        return bytes.toArray();
    }
}
