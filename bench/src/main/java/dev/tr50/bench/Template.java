package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A request whose times differ whenever it is sent. {@code %t} stands for a time ten milliseconds after the one before, in this
 * request or in the one sent before it; {@code %s} for the same time as the one before.
 */
final class Template {

    private static final int TICK_MILLIS = 10;
    private static final long DAY_MILLIS = 86_400_000;
    private static final String PLACE = "2026-01-01T00:00:00.000Z";
    private static final int DATE_BYTES = 10;

    private record Place(int at, boolean later) {}

    private final byte[] bytes;
    private final List<Place> places;
    private long millis;
    private long day = Long.MIN_VALUE;
    private byte[] date;

    private Template(byte[] bytes, List<Place> places, Instant from) {
        this.bytes = bytes;
        this.places = places;
        this.millis = from.toEpochMilli();
    }

    /** @param from what the times begin after */
    static Template of(String text, Instant from) {
        var places = new ArrayList<Place>();
        var filled = new StringBuilder();
        int done = 0;
        for (int at = text.indexOf('%'); at >= 0 && at + 1 < text.length(); at = text.indexOf('%', at + 1)) {
            char which = text.charAt(at + 1);
            if (which == 't' || which == 's') {
                filled.append(text, done, at);
                places.add(new Place(filled.toString().getBytes(UTF_8).length, which == 't'));
                filled.append(PLACE);
                done = at + 2;
            }
        }
        filled.append(text.substring(done));
        return new Template(filled.toString().getBytes(UTF_8), List.copyOf(places), from);
    }

    /** The request with places for the times. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** Writes the next times into a packet that holds the request from a position on. */
    void stamp(byte[] packet, int from) {
        for (Place place : places) {
            if (place.later()) {
                millis += TICK_MILLIS;
            }
            write(packet, from + place.at());
        }
    }

    private void write(byte[] packet, int at) {
        long today = millis / DAY_MILLIS;
        if (today != day) {
            day = today;
            date = LocalDate.ofEpochDay(today).toString().getBytes(US_ASCII);
        }
        System.arraycopy(date, 0, packet, at, DATE_BYTES);
        int ofDay = (int) (millis % DAY_MILLIS);
        digits(packet, at + 11, ofDay / 3_600_000, 2);
        digits(packet, at + 14, ofDay / 60_000 % 60, 2);
        digits(packet, at + 17, ofDay / 1000 % 60, 2);
        digits(packet, at + 20, ofDay % 1000, 3);
    }

    private static void digits(byte[] packet, int at, int number, int count) {
        int rest = number;
        for (int i = count - 1; i >= 0; i--) {
            packet[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
