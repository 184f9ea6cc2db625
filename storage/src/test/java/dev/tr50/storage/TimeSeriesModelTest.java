package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;

/** A series beside a plain list, whatever is published late, moved into blocks, deleted, or read back after a restart. */
class TimeSeriesModelTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int STEPS = 30;
    private static final String KEY = "state";

    private record Recorded(Instant ts, int arrival, AlarmSample value) {}

    private Storage storage;
    private Path folder;
    private String owner;
    private Random chance;
    private final List<Recorded> model = new ArrayList<>();
    private int arrivals;
    private int span;
    /** Late samples do not change it. */
    private Instant since;

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void a_series_is_a_list_in_the_order_of_time(@ForAll long seed) throws IOException {
        chance = new Random(seed);
        since = null;
        span = 1 + chance.nextInt(chance.nextBoolean() ? 30 : 3000);
        folder = java.nio.file.Files.createTempDirectory("series");
        storage = Storage.open(folder);
        model.clear();
        String group = storage.groups().create("G", "G").id();
        owner = storage.things().create(group, NewThing.named("pump")).id();
        for (int step = 0; step < STEPS; step++) {
            step();
            check();
        }
    }

    @AfterProperty
    void end() throws IOException {
        if (storage != null) {
            storage.close();
        }
    }

    private void step() {
        switch (chance.nextInt(10)) {
            case 0, 1, 2 -> publishMany(1 + chance.nextInt(20));
            case 3 -> publishMany(500 + chance.nextInt(1500));
            case 4, 5 -> storage.samples().settleAll();
            case 6 -> restart();
            case 7 -> deleteOne();
            case 8 -> deleteSpan();
            default -> storage.durable().join();
        }
    }

    private void restart() {
        storage.close();
        storage = Storage.open(folder);
    }

    /** In order, late, or anywhere. */
    private void publishMany(int count) {
        boolean inOrder = chance.nextBoolean();
        Instant ts = inOrder ? newest().map(Recorded::ts).orElse(START) : START;
        for (int i = 0; i < count; i++) {
            ts = inOrder ? ts.plusMillis(chance.nextInt(3)) : START.plusMillis(chance.nextInt(span));
            publish(ts, chance.nextInt(3), new Recording(chance.nextInt(4) == 0, chance.nextInt(10) == 0));
        }
    }

    private void publish(Instant ts, int state, Recording how) {
        AlarmSample value = new AlarmSample(state, "m" + arrivals % 7, null, null, null);
        Optional<Recorded> newest = newest();
        boolean isNewest = newest.isEmpty() || !ts.isBefore(newest.get().ts());
        boolean repeats = !how.republish()
                && (isNewest
                        ? newest.isPresent() && newest.get().value().state() == state
                        : sameTime(ts).anyMatch(other -> other.value().state() == state));
        boolean duplicate = how.deDuplicate() && sameTime(ts).findAny().isPresent();
        boolean recorded = !repeats && !duplicate;
        boolean current = storage.timeSeries().add(owner, AlarmSample.KIND, KEY, new Sample<>(ts, value), how);
        assertThat(current).isEqualTo(recorded && isNewest);
        if (recorded) {
            boolean same = newest.isPresent() && newest.get().value().state() == state;
            since = !isNewest || same ? since : ts;
            model.add(new Recorded(ts, arrivals++, value));
            model.sort(Comparator.comparing(Recorded::ts).thenComparing(Recorded::arrival));
        }
    }

    private Stream<Recorded> sameTime(Instant ts) {
        return model.stream().filter(recorded -> recorded.ts().equals(ts));
    }

    private Optional<Recorded> newest() {
        return model.isEmpty() ? Optional.empty() : Optional.of(model.get(model.size() - 1));
    }

    private void deleteOne() {
        if (model.isEmpty()) {
            return;
        }
        int index = chance.nextInt(model.size());
        String id = history(new HistoryQuery(null, null, null, false, index, 1))
                .samples()
                .get(0)
                .id();
        assertThat(storage.timeSeries().delete(owner, PropertySample.KIND, id)).isFalse();
        assertThat(storage.timeSeries().delete(owner, AlarmSample.KIND, id)).isTrue();
        assertThat(storage.timeSeries().delete(owner, AlarmSample.KIND, id)).isFalse();
        model.remove(index);
        if (index == model.size()) {
            since = sinceByHistory();
        }
    }

    private void deleteSpan() {
        Instant from = START.plusMillis(chance.nextInt(span));
        Instant to = chance.nextInt(5) == 0 ? null : from.plusMillis(chance.nextInt(span));
        int before = model.size();
        Optional<Recorded> newest = newest();
        model.removeIf(recorded ->
                !recorded.ts().isBefore(from) && (to == null || !recorded.ts().isAfter(to)));
        assertThat(storage.timeSeries().delete(owner, AlarmSample.KIND, KEY, from, to))
                .isEqualTo(before - model.size());
        if (!newest().equals(newest)) {
            since = sinceByHistory();
        }
    }

    private Slice<AlarmSample> history(HistoryQuery query) {
        return storage.timeSeries().history(owner, AlarmSample.KIND, KEY, query);
    }

    private void check() {
        assertThat(storage.timeSeries().current(owner, AlarmSample.KIND, KEY).map(CurrentSample::value))
                .isEqualTo(newest().map(Recorded::value));
        assertThat(storage.timeSeries().current(owner, AlarmSample.KIND, KEY).map(CurrentSample::since))
                .isEqualTo(newest().map(recorded -> since));
        List<Recorded> visited = new ArrayList<>();
        storage.timeSeries()
                .each(
                        owner,
                        AlarmSample.KIND,
                        KEY,
                        null,
                        null,
                        sample -> visited.add(new Recorded(sample.ts(), 0, sample.value())));
        assertThat(visited).isEqualTo(withoutArrival(model));
        SeriesStats stats = storage.timeSeries().stats(owner, AlarmSample.KIND, KEY);
        assertThat(stats.records()).isEqualTo(model.size());
        assertThat(stats.last()).isEqualTo(newest().map(Recorded::ts).orElse(null));
        assertThat(stats.first())
                .isEqualTo(model.isEmpty() ? null : model.get(0).ts());
        checkAt();
        checkHistory(null);
        checkHistory(chance.nextInt(200));
    }

    private Instant sinceByHistory() {
        if (model.isEmpty()) {
            return null;
        }
        int index = model.size() - 1;
        while (index > 0
                && model.get(index - 1).value().state()
                        == model.get(model.size() - 1).value().state()) {
            index--;
        }
        return model.get(index).ts();
    }

    private void checkAt() {
        Instant ts = START.plusMillis(chance.nextInt(2 * span) - span / 2);
        Optional<AlarmSample> expected = model.stream()
                .filter(recorded -> !recorded.ts().isAfter(ts))
                .reduce((earlier, later) -> later)
                .map(Recorded::value);
        assertThat(storage.timeSeries().at(owner, AlarmSample.KIND, KEY, ts).map(StoredSample::value))
                .isEqualTo(expected);
    }

    private void checkHistory(Integer last) {
        Instant from = chance.nextInt(3) == 0 ? null : START.plusMillis(chance.nextInt(span));
        Instant to = chance.nextInt(3) == 0 ? null : START.plusMillis(chance.nextInt(span));
        boolean descending = chance.nextBoolean();
        int offset = chance.nextInt(chance.nextBoolean() ? 3 : 2000);
        int limit = chance.nextInt(chance.nextBoolean() ? 3 : 2000);
        List<Recorded> expected = new ArrayList<>(model.stream()
                .filter(recorded -> from == null || !recorded.ts().isBefore(from))
                .filter(recorded -> to == null || !recorded.ts().isAfter(to))
                .toList());
        if (last != null && last < expected.size()) {
            expected = new ArrayList<>(expected.subList(expected.size() - last, expected.size()));
        }
        if (descending) {
            Collections.reverse(expected);
        }
        Slice<AlarmSample> slice = history(new HistoryQuery(from, to, last, descending, offset, limit));
        assertThat(slice.count()).isEqualTo(expected.size());
        assertThat(slice.samples().stream()
                        .map(sample -> new Recorded(sample.ts(), 0, sample.value()))
                        .toList())
                .isEqualTo(withoutArrival(
                        expected.stream().skip(offset).limit(limit).toList()));
    }

    private static List<Recorded> withoutArrival(List<Recorded> recorded) {
        return recorded.stream()
                .map(one -> new Recorded(one.ts(), 0, one.value()))
                .toList();
    }
}
