package dev.tr50.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What things and groups publish, in series of samples. */
public final class TimeSeries {
    /** How much of a history is told at a time. */
    static final int MOST_BYTES = 16 << 20;

    private final Database database;
    private final Heads heads;
    private final Journal journal;
    private final SettlingThread settling;
    private final SampleDeletion deletion;

    TimeSeries(Database database, Heads heads, Journal journal, SettlingThread settling, SampleDeletion deletion) {
        this.database = database;
        this.heads = heads;
        this.journal = journal;
        this.settling = settling;
        this.deletion = deletion;
    }

    /**
     * Adds a sample to a series, which begins with it when there is none. It can be read at once, and is on disk when {@link
     * Storage#durable()} completes. It becomes the current one unless that is newer; of two with one time the later to arrive
     * counts. A late one is recorded all the same.
     *
     * @param ownerId of a thing, or of a group for what belongs to none of its things
     * @param key of the series, at most 128 characters; empty for a kind of which an owner has one series
     * @return whether it is the current sample now
     * @throws StorageException when the disk does not keep up or has failed; the sample is not recorded then
     */
    public <S> boolean add(String ownerId, SampleKind<S> kind, String key, Sample<S> sample, Recording how) {
        byte[] value = CellsCodec.encode(kind.cells(sample.value()));
        journal.awaitRoom(heads::areFull);
        return heads.with(new SeriesName(ownerId, kind.name(), key), series -> add(series, kind, sample, value, how));
    }

    private <S> boolean add(Series series, SampleKind<S> kind, Sample<S> sample, byte[] value, Recording how) {
        long ts = Micros.of(sample.ts());
        Head head = series.head();
        if (head == null) {
            if (kind.isWithdrawal(sample.value())) {
                return false;
            }
            series.add(journal.add(series, ts, false, value));
            return true;
        }
        S newest = decode(kind, head.value());
        boolean becomesCurrent = ts >= head.place().ts();
        boolean repeats = becomesCurrent && !how.republish() && kind.isRepetition(newest, sample.value());
        if (repeats || !becomesCurrent && isThere(series, kind, sample, how) || isDuplicate(head, ts, how)) {
            return false;
        }
        series.add(journal.add(series, ts, kind.isSame(newest, sample.value()), value));
        if (series.tail().count() % SettlingThread.MANY == 0) {
            settling.many(series.name());
        }
        return becomesCurrent;
    }

    private static boolean isDuplicate(Head head, long ts, Recording how) {
        return how.deDuplicate() && head.place().ts() == ts;
    }

    /** Whether a late sample is not recorded because of another one of its time. */
    private <S> boolean isThere(Series series, SampleKind<S> kind, Sample<S> sample, Recording how) {
        boolean mayRepeat = !how.republish() && kind.isRepetition(sample.value(), sample.value());
        if (!how.deDuplicate() && !mayRepeat) {
            return false;
        }
        Predicate<Entry> keepsItOut =
                entry -> how.deDuplicate() || kind.isRepetition(decode(kind, entry.value()), sample.value());
        List<Entry> found = new ArrayList<>();
        walk(SeriesSnapshot.of(series), sample.ts(), sample.ts(), false).visit(0, entry -> {
            if (keepsItOut.test(entry)) {
                found.add(entry);
            }
            return found.isEmpty();
        });
        return !found.isEmpty();
    }

    private static <S> S decode(SampleKind<S> kind, byte[] value) {
        return kind.sample(CellsCodec.decode(value));
    }

    /** The newest sample of a series; empty when there is none. */
    public <S> Optional<CurrentSample<S>> current(String ownerId, SampleKind<S> kind, String key) {
        return Optional.ofNullable(heads.with(new SeriesName(ownerId, kind.name(), key), Series::head))
                .map(head -> current(kind, head));
    }

    private static <S> CurrentSample<S> current(SampleKind<S> kind, Head head) {
        return new CurrentSample<>(
                Micros.time(head.place().ts()), Micros.time(head.since()), decode(kind, head.value()));
    }

    /**
     * The newest samples of an owner's series of a kind, by key in ascending order.
     *
     * @param most series at most
     * @throws HistoryTooLongException when they have more than {@value #MOST_BYTES} bytes
     */
    public <S> Map<String, CurrentSample<S>> currents(String ownerId, SampleKind<S> kind, int most) {
        Map<String, CurrentSample<S>> currents = new LinkedHashMap<>();
        long[] bytes = new long[1];
        heads.ofOwner(ownerId, kind.name(), most, MOST_BYTES).entrySet().stream()
                .limit(most)
                .forEach(series -> {
                    bytes[0] += series.getValue().value().length;
                    if (bytes[0] > MOST_BYTES) {
                        throw new HistoryTooLongException();
                    }
                    currents.put(series.getKey(), current(kind, series.getValue()));
                });
        return Collections.unmodifiableMap(currents);
    }

    /**
     * Keys of an owner's series of a kind, in ascending order. Values are not read, so this works however much they are.
     *
     * @param behind where to begin: those behind this key; the empty text for all that are named
     * @param most series at most
     */
    public List<String> keys(String ownerId, SampleKind<?> kind, String behind, int most) {
        return heads.keysOfOwner(ownerId, kind.name(), behind, most);
    }

    /** What a series said at a time: its newest sample of then or before. */
    public <S> Optional<StoredSample<S>> at(String ownerId, SampleKind<S> kind, String key, Instant ts) {
        return newest(snapshot(ownerId, kind, key), kind, null, ts, 1).stream().findFirst();
    }

    private SeriesSnapshot snapshot(String ownerId, SampleKind<?> kind, String key) {
        return heads.with(new SeriesName(ownerId, kind.name(), key), SeriesSnapshot::of);
    }

    private HistoryWalk walk(SeriesSnapshot series, Instant from, Instant to, boolean descending) {
        return new HistoryWalk(
                database::snapshot,
                series,
                Place.before(from == null ? Long.MIN_VALUE : Micros.of(from)),
                Place.behind(to == null ? Long.MAX_VALUE : Micros.of(to)),
                descending);
    }

    /** The newest samples of a time span, the newest one first. */
    private <S> List<StoredSample<S>> newest(
            SeriesSnapshot series, SampleKind<S> kind, Instant from, Instant to, int most) {
        List<StoredSample<S>> samples = new ArrayList<>();
        if (most > 0) {
            walk(series, from, to, true).visit(0, gathering(samples, series, kind, most));
        }
        return samples;
    }

    /** Takes samples until there are enough; thousands of long texts must not be in memory at a time. */
    private static <S> Predicate<Entry> gathering(
            List<StoredSample<S>> samples, SeriesSnapshot series, SampleKind<S> kind, int most) {
        long[] bytes = new long[1];
        return entry -> {
            bytes[0] += entry.value().length;
            if (bytes[0] > MOST_BYTES) {
                throw new HistoryTooLongException();
            }
            samples.add(stored(series, kind, entry));
            return samples.size() < most;
        };
    }

    private static <S> StoredSample<S> stored(SeriesSnapshot series, SampleKind<S> kind, Entry entry) {
        return new StoredSample<>(
                new RecordId(series.id(), entry.no()).toString(), Micros.time(entry.ts()), decode(kind, entry.value()));
    }

    /**
     * A part of what a series has said.
     *
     * @throws HistoryTooLongException when it has more than {@value #MOST_BYTES} bytes
     */
    public <S> Slice<S> history(String ownerId, SampleKind<S> kind, String key, HistoryQuery query) {
        SeriesSnapshot series = snapshot(ownerId, kind, key);
        if (query.last() != null) {
            List<StoredSample<S>> samples = newest(series, kind, query.from(), query.to(), query.last());
            if (!query.descending()) {
                Collections.reverse(samples);
            }
            return new Slice<>(
                    samples.stream().skip(query.offset()).limit(query.limit()).toList(), samples.size());
        }
        List<StoredSample<S>> samples = new ArrayList<>();
        HistoryWalk walk = walk(series, query.from(), query.to(), query.descending());
        if (query.limit() > 0) {
            walk.visit(query.offset(), gathering(samples, series, kind, query.limit()));
        }
        return new Slice<>(samples, walk.count());
    }

    /**
     * Visits the samples of a series in order, oldest first, without holding them all in memory.
     *
     * @param from the earliest time; null for the beginning
     * @param to the latest time; null for the end
     */
    public <S> void each(
            String ownerId,
            SampleKind<S> kind,
            String key,
            Instant from,
            Instant to,
            Consumer<StoredSample<S>> visitor) {
        SeriesSnapshot series = snapshot(ownerId, kind, key);
        walk(series, from, to, false).visit(0, entry -> {
            visitor.accept(stored(series, kind, entry));
            return true;
        });
    }

    /**
     * Deletes a sample.
     *
     * @param recordId {@link StoredSample#id()}
     * @return whether it was there, in a series of that kind and owner
     */
    public <S> boolean delete(String ownerId, SampleKind<S> kind, String recordId) {
        Optional<RecordId> record = RecordId.parse(recordId);
        Optional<SeriesName> series = record.flatMap(id -> named(ownerId, id.series()))
                .filter(name -> name.ownerId().equals(ownerId) && name.kind().equals(kind.name()));
        if (series.isEmpty()) {
            return false;
        }
        deletion.settle(series.get());
        return deletion.delete(
                        series.get(),
                        kind,
                        SampleDeletion.Range.only(record.get().no()))
                > 0;
    }

    private Optional<SeriesName> named(String ownerId, long series) {
        return heads.named(ownerId, series)
                .or(() ->
                        database.read(handle -> SeriesRows.find(handle, series)).map(SeriesRows.Named::name));
    }

    /**
     * Deletes the samples of a series in a span of time.
     *
     * @param from the earliest time; null for the beginning
     * @param to the latest time; null for the end
     * @return how many there were
     */
    public <S> long delete(String ownerId, SampleKind<S> kind, String key, Instant from, Instant to) {
        SeriesName series = new SeriesName(ownerId, kind.name(), key);
        if (heads.with(series, Series::id) == 0) {
            return 0;
        }
        deletion.settle(series);
        return deletion.delete(series, kind, SampleDeletion.Range.between(from, to));
    }

    /** How much is recorded of a series. */
    public <S> SeriesStats stats(String ownerId, SampleKind<S> kind, String key) {
        SeriesSnapshot series = snapshot(ownerId, kind, key);
        long count = series.count() + series.tail().size();
        if (count == 0) {
            return SeriesStats.NONE;
        }
        List<Instant> ends = new ArrayList<>();
        for (boolean descending : List.of(false, true)) {
            walk(series, null, null, descending).visit(0, entry -> {
                ends.add(Micros.time(entry.ts()));
                return false;
            });
        }
        return ends.size() < 2 ? SeriesStats.NONE : new SeriesStats(count, ends.get(0), ends.get(1));
    }
}
