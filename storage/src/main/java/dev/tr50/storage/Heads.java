package dev.tr50.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Series in memory: those that have samples in no block yet, and of the others the ones used last, as many as fit. What belongs
 * to one owner is used by one thread at a time.
 */
final class Heads {

    private static final int PARTS = 64;

    /** Owners looked at in search of something to forget. */
    private static final int LOOKS = 64;

    /** What one with samples in no block costs beside them, roughly, in bytes. */
    private static final int UNSETTLED_BYTES = 700;

    private final Database database;
    private final List<Part> parts = Stream.generate(Part::new).limit(PARTS).toList();
    private final long mostBytesOfPart;
    private final long mostUnsettled;
    private final AtomicLong unsettled = new AtomicLong();

    /**
     * @param mostBytes that series without such samples may take, roughly
     * @param mostUnsettledBytes that those with such samples may take beside the samples, roughly
     */
    Heads(Database database, long mostBytes, long mostUnsettledBytes) {
        this.database = database;
        this.mostBytesOfPart = mostBytes / PARTS;
        this.mostUnsettled = mostUnsettledBytes / UNSETTLED_BYTES;
    }

    /** How many have samples in no block yet. */
    long unsettledSeries() {
        return unsettled.get();
    }

    /** Whether there are as many with samples in no block as there may be. */
    boolean areFull() {
        return unsettled.get() >= mostUnsettled;
    }

    /** Whether it is time to move their samples into blocks. */
    boolean areMany() {
        return unsettled.get() >= mostUnsettled / 2;
    }

    private void count(boolean wasSettled, boolean isSettled) {
        if (wasSettled != isSettled) {
            unsettled.addAndGet(isSettled ? -1 : 1);
        }
    }

    /** Series of some owners, the owner used last at the end. */
    private static final class Part {
        private final Map<String, Map<SeriesName, Series>> owners = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;
    }

    /** Does something with a series, which is made when there is none. */
    <T> T with(SeriesName name, Function<Series, T> use) {
        Part part = part(name.ownerId());
        synchronized (part) {
            Series series = part.owners
                    .computeIfAbsent(name.ownerId(), owner -> new HashMap<>())
                    .computeIfAbsent(name, unknown -> {
                        Series loaded = load(name);
                        part.bytes += loaded.weight();
                        return loaded;
                    });
            int weight = series.weight();
            boolean wasSettled = series.isSettled();
            try {
                return use.apply(series);
            } finally {
                part.bytes += series.weight() - weight;
                count(wasSettled, series.isSettled());
                makeRoom(part);
            }
        }
    }

    private Part part(String ownerId) {
        return parts.get(Math.floorMod(ownerId.hashCode(), PARTS));
    }

    private Series load(SeriesName name) {
        return new Series(
                name, database.read(handle -> SeriesRows.find(handle, name)).orElse(null));
    }

    private void makeRoom(Part part) {
        Iterator<Map<SeriesName, Series>> owners = part.owners.values().iterator();
        for (int i = 0; i < LOOKS && part.bytes > mostBytesOfPart && owners.hasNext(); i++) {
            Map<SeriesName, Series> ofOwner = owners.next();
            ofOwner.values().removeIf(series -> {
                if (series.isSettled()) {
                    part.bytes -= series.weight();
                }
                return series.isSettled();
            });
            if (ofOwner.isEmpty()) {
                owners.remove();
            }
        }
    }

    /**
     * The newest samples of an owner's series of a kind, by key.
     *
     * @param mostBytes that they may have as far as they are in the database
     */
    Map<String, Head> ofOwner(String ownerId, String kind, int most, long mostBytes) {
        Part part = part(ownerId);
        synchronized (part) {
            Map<String, Head> rows = database.read(handle -> SeriesRows.heads(handle, ownerId, kind, most, mostBytes));
            Map<String, Head> heads = new TreeMap<>(rows);
            part.owners.getOrDefault(ownerId, Map.of()).forEach((name, series) -> {
                if (name.kind().equals(kind) && series.head() != null) {
                    heads.put(name.key(), series.head());
                } else if (name.kind().equals(kind)) {
                    heads.remove(name.key());
                }
            });
            return heads;
        }
    }

    /** Keys of an owner's series of a kind that have samples, in order, behind one; their values are not read. */
    List<String> keysOfOwner(String ownerId, String kind, String behind, int most) {
        Part part = part(ownerId);
        synchronized (part) {
            List<String> stored = database.read(handle -> SeriesRows.keys(handle, ownerId, kind, behind, most));
            SortedSet<String> keys = new TreeSet<>(stored);
            part.owners.getOrDefault(ownerId, Map.of()).forEach((name, series) -> {
                if (name.kind().equals(kind) && name.key().compareTo(behind) > 0 && series.head() != null) {
                    keys.add(name.key());
                }
            });
            return keys.stream().limit(most).toList();
        }
    }

    /** What a series in memory is called that is known by its number. */
    Optional<SeriesName> named(String ownerId, long id) {
        Part part = part(ownerId);
        synchronized (part) {
            return part.owners.getOrDefault(ownerId, Map.of()).values().stream()
                    .filter(series -> series.id() == id)
                    .map(Series::name)
                    .findFirst();
        }
    }

    /** Series with samples that are in no block yet. */
    List<SeriesName> unsettled() {
        List<SeriesName> unsettled = new ArrayList<>();
        for (Part part : parts) {
            synchronized (part) {
                for (Map<SeriesName, Series> ofOwner : part.owners.values()) {
                    ofOwner.values().stream()
                            .filter(series -> !series.isSettled())
                            .map(Series::name)
                            .forEach(unsettled::add);
                }
            }
        }
        return unsettled;
    }

    /** Puts a series there that was read back from the journal. */
    void restore(Series series) {
        Part part = part(series.name().ownerId());
        synchronized (part) {
            part.owners
                    .computeIfAbsent(series.name().ownerId(), owner -> new HashMap<>())
                    .put(series.name(), series);
            part.bytes += series.weight();
            count(true, series.isSettled());
        }
    }

    /** The database has this of a series now. */
    void settled(SeriesName name, SeriesRows.Row row) {
        with(name, series -> {
            series.settled(row);
            return null;
        });
    }

    /** Forgets a series whose owner has been deleted. */
    void forget(SeriesName name) {
        Part part = part(name.ownerId());
        synchronized (part) {
            Map<SeriesName, Series> ofOwner = part.owners.get(name.ownerId());
            Series gone = ofOwner == null ? null : ofOwner.remove(name);
            if (gone != null) {
                part.bytes -= gone.weight();
                count(gone.isSettled(), true);
            }
        }
    }
}
