package dev.tr50.storage;

import java.util.Comparator;

/**
 * A sample as series hold it.
 *
 * @param same whether it said what the newest one said when it arrived
 * @param value its cells, encoded
 */
record Entry(Place place, boolean same, byte[] value) {

    static final Comparator<Entry> IN_ORDER = Comparator.comparing(Entry::place);

    long ts() {
        return place.ts();
    }

    long no() {
        return place.no();
    }
}
