package dev.tr50.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What things and groups publish, in series of samples. */
public final class TimeSeries {

    /** Whose it is, which kind, which key. */
    private record Name(String ownerId, String kind, String key) {}

    private final Database database;
    private final Map<Name, List<StoredSample<?>>> recorded = new HashMap<>();

    TimeSeries(Database database) {
        this.database = database;
    }

    /**
     * Adds a sample to a series, which begins with it when there is none. It can be read at once, and is on disk when {@link
     * Storage#durable()} completes. It becomes the current one unless that is newer; of two with one time the later to arrive
     * counts.
     *
     * @param ownerId of a thing, or of a group for what belongs to none of its things
     * @param key of the series, at most 128 characters; empty for a kind of which an owner has one series
     * @return whether it is the current sample now
     */
    public synchronized <S> boolean add(
            String ownerId, SampleKind<S> kind, String key, Sample<S> sample, Recording how) {
        Optional<CurrentSample<S>> current = current(ownerId, kind, key);
        if (current.isEmpty() && kind.isWithdrawal(sample.value())) {
            return false;
        }
        Instant ts = Instant.EPOCH.plus(SeriesRows.micros(sample.ts()), java.time.temporal.ChronoUnit.MICROS);
        boolean newest = current.isEmpty() || !ts.isBefore(current.get().ts());
        boolean repetition = newest
                && current.isPresent()
                && !how.republish()
                && kind.isRepetition(current.get().value(), sample.value());
        boolean duplicate = how.deDuplicate()
                && samples(ownerId, kind, key).stream()
                        .anyMatch(stored -> stored.ts().equals(ts));
        if (repetition || duplicate) {
            return false;
        }
        List<StoredSample<S>> samples = new ArrayList<>(samples(ownerId, kind, key));
        samples.add(new StoredSample<>(ObjectId.next(), ts, sample.value()));
        samples.sort(Comparator.comparing(StoredSample::ts));
        recorded.put(new Name(ownerId, kind.name(), key), Collections.unmodifiableList(samples));
        if (newest && isStored(kind)) {
            database.write(handle -> store(handle, ownerId, kind, key, sample, current));
        }
        return newest;
    }

    private static boolean isStored(SampleKind<?> kind) {
        return !kind.name().equals("log");
    }

    private static <S> Void store(
            Handle handle,
            String ownerId,
            SampleKind<S> kind,
            String key,
            Sample<S> sample,
            Optional<CurrentSample<S>> current) {
        var row = SeriesRows.findToChange(handle, ownerId, kind, key);
        if (row.isEmpty()) {
            SeriesRows.insert(handle, ownerId, kind, key, sample);
        } else {
            boolean same = current.isPresent() && kind.isSame(current.get().value(), sample.value());
            SeriesRows.update(
                    handle, kind, row.get().id(), sample, same ? current.get().since() : sample.ts());
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private <S> List<StoredSample<S>> samples(String ownerId, SampleKind<S> kind, String key) {
        return (List<StoredSample<S>>) (List<?>) recorded.getOrDefault(new Name(ownerId, kind.name(), key), List.of());
    }

    /** The newest sample of a series; empty when there is none. */
    public synchronized <S> Optional<CurrentSample<S>> current(String ownerId, SampleKind<S> kind, String key) {
        if (isStored(kind)) {
            return database.read(
                    handle -> SeriesRows.find(handle, ownerId, kind, key).map(SeriesRows.Row::current));
        }
        List<StoredSample<S>> samples = samples(ownerId, kind, key);
        return samples.isEmpty()
                ? Optional.empty()
                : Optional.of(samples.get(samples.size() - 1))
                        .map(sample -> new CurrentSample<>(sample.ts(), sample.ts(), sample.value()));
    }

    /**
     * The newest samples of an owner's series of a kind, by key in ascending order.
     *
     * @param most series at most
     */
    public synchronized <S> Map<String, CurrentSample<S>> currents(String ownerId, SampleKind<S> kind, int most) {
        Map<String, CurrentSample<S>> currents = new java.util.LinkedHashMap<>();
        database.read(handle -> handle.createQuery("""
                        SELECT data_key FROM series WHERE thing_id = :owner AND kind = :kind
                        ORDER BY data_key FETCH FIRST :most ROWS ONLY
                        """)
                        .bind("owner", ownerId)
                        .bind("kind", kind.name())
                        .bind("most", most)
                        .mapTo(String.class)
                        .list())
                .forEach(key -> current(ownerId, kind, key).ifPresent(current -> currents.put(key, current)));
        return currents;
    }

    /** What a series said at a time: its newest sample of then or before. */
    public synchronized <S> Optional<StoredSample<S>> at(String ownerId, SampleKind<S> kind, String key, Instant ts) {
        return samples(ownerId, kind, key).stream()
                .filter(sample -> !sample.ts().isAfter(ts))
                .reduce((earlier, later) -> later);
    }

    /** A part of what a series has said. */
    public synchronized <S> Slice<S> history(String ownerId, SampleKind<S> kind, String key, HistoryQuery query) {
        List<StoredSample<S>> found = new ArrayList<>(samples(ownerId, kind, key).stream()
                .filter(sample -> query.from() == null || !sample.ts().isBefore(query.from()))
                .filter(sample -> query.to() == null || !sample.ts().isAfter(query.to()))
                .toList());
        if (query.last() != null && query.last() < found.size()) {
            found = new ArrayList<>(found.subList(found.size() - query.last(), found.size()));
        }
        if (query.descending()) {
            Collections.reverse(found);
        }
        return new Slice<>(
                found.stream().skip(query.offset()).limit(query.limit()).toList(), found.size());
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
        history(ownerId, kind, key, new HistoryQuery(from, to, null, false, 0, Integer.MAX_VALUE))
                .samples()
                .forEach(visitor);
    }

    /**
     * Deletes a sample.
     *
     * @param recordId {@link StoredSample#id()}
     * @return whether it was there, in a series of that kind and owner
     */
    public synchronized <S> boolean delete(String ownerId, SampleKind<S> kind, String recordId) {
        boolean found = false;
        for (var series : recorded.entrySet()) {
            if (series.getKey().ownerId().equals(ownerId)
                    && series.getKey().kind().equals(kind.name())) {
                List<StoredSample<?>> left = series.getValue().stream()
                        .filter(sample -> !sample.id().equals(recordId))
                        .toList();
                found |= left.size() < series.getValue().size();
                series.setValue(left);
            }
        }
        return found;
    }

    /**
     * Deletes the samples of a series in a span of time.
     *
     * @param from the earliest time; null for the beginning
     * @param to the latest time; null for the end
     * @return how many there were
     */
    public synchronized <S> long delete(String ownerId, SampleKind<S> kind, String key, Instant from, Instant to) {
        return history(ownerId, kind, key, new HistoryQuery(from, to, null, false, 0, Integer.MAX_VALUE))
                .samples()
                .stream()
                .filter(sample -> delete(ownerId, kind, sample.id()))
                .count();
    }

    /** How much is recorded of a series. */
    public synchronized <S> SeriesStats stats(String ownerId, SampleKind<S> kind, String key) {
        List<StoredSample<S>> samples = samples(ownerId, kind, key);
        return samples.isEmpty()
                ? SeriesStats.NONE
                : new SeriesStats(
                        samples.size(),
                        samples.get(0).ts(),
                        samples.get(samples.size() - 1).ts());
    }
}
