package dev.tr50.storage;

import java.util.ArrayList;
import java.util.List;

/** Reads what {@link EntryWriter} wrote. */
final class EntryReader {

    private final BytesReader bytes;
    private long ts;
    private long no;

    EntryReader(BytesReader bytes) {
        this.bytes = bytes;
    }

    Entry read() {
        ts += bytes.signed();
        no += bytes.signed();
        long lengthAndSame = bytes.number();
        return new Entry(new Place(ts, no), (lengthAndSame & 1) != 0, bytes.raw((int) (lengthAndSame >>> 1)));
    }

    static List<Entry> decode(BytesReader bytes) {
        EntryReader reader = new EntryReader(bytes);
        List<Entry> entries = new ArrayList<>();
        while (bytes.hasMore()) {
            entries.add(reader.read());
        }
        return entries;
    }
}
