package dev.tr50.storage;

/**
 * The newest sample of a series.
 *
 * @param since when the series began to say what it says, in microseconds since 1970
 * @param value its cells, encoded
 */
record Head(Place place, long since, byte[] value) {

    /** The head of a series that gets one more sample. */
    static Head after(Head head, Entry next) {
        if (head != null && next.place().compareTo(head.place()) < 0) {
            return head;
        }
        return new Head(next.place(), head != null && next.same() ? head.since() : next.ts(), next.value());
    }

    static byte[] encode(Head head) {
        return new Bytes(24 + head.value().length)
                .signed(head.place().ts())
                .number(head.place().no())
                .signed(head.since())
                .raw(head.value())
                .toArray();
    }

    static Head decode(byte[] bytes) {
        BytesReader reader = new BytesReader(bytes);
        Place place = new Place(reader.signed(), reader.number());
        return new Head(place, reader.signed(), reader.rest());
    }
}
