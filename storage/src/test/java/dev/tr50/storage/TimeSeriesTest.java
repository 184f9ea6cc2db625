package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.storage.LocationSample.Address;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeSeriesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");

    @TempDir
    Path folder;

    private Storage storage;
    private String pump;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        pump = newThing("pump");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private String newThing(String key) {
        Group group =
                storage.groups().findByKey("G").orElseGet(() -> storage.groups().create("G", "G"));
        return storage.things().create(group.id(), NewThing.named(key)).id();
    }

    private boolean measure(Instant ts, double value) {
        return storage.timeSeries()
                .add(
                        pump,
                        PropertySample.KIND,
                        "rpm",
                        new Sample<>(ts, new PropertySample(value, null)),
                        Recording.NEWS);
    }

    private void say(String key) {
        storage.timeSeries()
                .add(
                        pump,
                        AttributeSample.KIND,
                        key,
                        new Sample<>(NOON, new AttributeSample(key.toUpperCase(Locale.ROOT), null)),
                        Recording.NEWS);
    }

    @Test
    void the_keys_of_an_owner_are_told_in_order_from_blocks_and_memory_a_page_at_a_time() {
        say("b");
        say("d");
        storage.samples().settleAll();
        say("a");
        say("c");
        measure(NOON, 1);
        storage.timeSeries().delete(pump, AttributeSample.KIND, "d", null, null);

        TimeSeries series = storage.timeSeries();

        assertThat(series.keys(pump, AttributeSample.KIND, "", 2)).containsExactly("a", "b");
        assertThat(series.keys(pump, AttributeSample.KIND, "b", 2)).containsExactly("c");
        assertThat(series.keys(pump, AttributeSample.KIND, "c", 2)).isEmpty();
    }

    private double rpm() {
        return storage.timeSeries()
                .current(pump, PropertySample.KIND, "rpm")
                .orElseThrow()
                .value()
                .value();
    }

    private boolean alarm(Instant ts, int state, boolean republish) {
        AlarmSample sample = new AlarmSample(state, null, null, null, null);
        return storage.timeSeries()
                .add(pump, AlarmSample.KIND, "heat", new Sample<>(ts, sample), new Recording(republish, false));
    }

    private boolean attribute(Instant ts, String value, String corrId) {
        AttributeSample sample = new AttributeSample(value, corrId);
        return storage.timeSeries().add(pump, AttributeSample.KIND, "os", new Sample<>(ts, sample), Recording.NEWS);
    }

    @Test
    void any_year_that_a_clock_can_show_is_kept() {
        Instant first = Instant.parse("0000-01-01T00:00:00Z");
        Instant calendars = Instant.parse("1582-10-10T12:00:00.000001Z");
        Instant last = Instant.parse("9999-12-31T23:59:59.999999Z");
        measure(last, 3);
        measure(first, 1);
        measure(calendars, 2);

        List<StoredSample<PropertySample>> all = storage.timeSeries()
                .history(pump, PropertySample.KIND, "rpm", new HistoryQuery(first, last, null, false, 0, 10))
                .samples();

        assertThat(all).extracting(StoredSample::ts).containsExactly(first, calendars, last);
        assertThat(rpm()).isEqualTo(3);
    }

    @Test
    void every_kind_comes_back_as_it_was_stored() {
        LocationSample place = new LocationSample(
                45.351603,
                -75.918713,
                12.34,
                null,
                2.0,
                null,
                "crystal ball",
                new Address("7", null, "Ottawa", null, "K2K", null),
                "c");
        storage.timeSeries().add(pump, LocationSample.KIND, "", new Sample<>(NOON, place), Recording.NEWS);
        AlarmSample heat = new AlarmSample(-3, "hot — 🔥", 1.5, -2.5, null);
        storage.timeSeries().add(pump, AlarmSample.KIND, "heat", new Sample<>(NOON, heat), Recording.NEWS);
        AttributeSample empty = new AttributeSample("", "c");
        storage.timeSeries().add(pump, AttributeSample.KIND, "os", new Sample<>(NOON, empty), Recording.NEWS);
        PropertySample tiny = new PropertySample(Double.MIN_VALUE, "c");
        storage.timeSeries().add(pump, PropertySample.KIND, "rpm", new Sample<>(NOON, tiny), Recording.NEWS);

        assertCurrent(LocationSample.KIND, "", place);
        assertCurrent(AlarmSample.KIND, "heat", heat);
        assertCurrent(AttributeSample.KIND, "os", empty);
        assertCurrent(PropertySample.KIND, "rpm", tiny);
    }

    private <S> void assertCurrent(SampleKind<S> kind, String key, S expected) {
        assertThat(storage.timeSeries().current(pump, kind, key)).contains(new CurrentSample<>(NOON, NOON, expected));
    }

    @Test
    void kinds_keys_and_things_do_not_mix() {
        measure(NOON, 1);
        attribute(NOON, "x", null);

        assertThat(storage.timeSeries().current(pump, PropertySample.KIND, "os"))
                .isEmpty();
        assertThat(storage.timeSeries().current(pump, PropertySample.KIND, "RPM"))
                .isEmpty();
        assertThat(storage.timeSeries().current(newThing("valve"), PropertySample.KIND, "rpm"))
                .isEmpty();
    }

    @Test
    void an_older_sample_does_not_replace_a_newer_one_and_of_equal_times_the_later_arrival_counts() {
        assertThat(measure(NOON, 1)).isTrue();
        assertThat(measure(NOON.minusNanos(1000), 2)).isFalse();
        assertThat(rpm()).isEqualTo(1);
        assertThat(measure(NOON.plusNanos(999), 3)).isTrue();
        assertThat(rpm()).isEqualTo(3);
        assertThat(measure(NOON.plusNanos(1000), 4)).isTrue();
        assertThat(rpm()).isEqualTo(4);
    }

    @Test
    void a_measurement_counts_even_when_it_is_equal_and_holds_since_the_first_of_the_equal_ones() {
        measure(NOON, 7);

        assertThat(measure(NOON.plusSeconds(60), 7)).isTrue();
        CurrentSample<PropertySample> current =
                storage.timeSeries().current(pump, PropertySample.KIND, "rpm").orElseThrow();
        assertThat(current.ts()).isEqualTo(NOON.plusSeconds(60));
        assertThat(current.since()).isEqualTo(NOON);
    }

    @Test
    void an_alarm_that_stays_in_its_state_is_left_out_unless_it_is_republished() {
        assertThat(alarm(NOON, 1, false)).isTrue();
        assertThat(alarm(NOON.plusSeconds(1), 1, false)).isFalse();
        assertThat(alarm(NOON.plusSeconds(2), 1, true)).isTrue();
        assertThat(alarm(NOON.plusSeconds(2), 1, false)).isFalse();
        assertThat(alarm(NOON.plusSeconds(2), 2, false)).isTrue();

        CurrentSample<AlarmSample> current =
                storage.timeSeries().current(pump, AlarmSample.KIND, "heat").orElseThrow();
        assertThat(current.value().state()).isEqualTo(2);
        assertThat(current.since()).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    void an_attribute_set_to_what_it_is_is_left_out_unless_under_another_mark() {
        assertThat(attribute(NOON, "linux", "a")).isTrue();
        assertThat(attribute(NOON.plusSeconds(1), "linux", null)).isFalse();
        assertThat(attribute(NOON.plusSeconds(1), "linux", "a")).isFalse();
        assertThat(attribute(NOON.plusSeconds(1), "linux", "b")).isTrue();
        assertThat(attribute(NOON.plusSeconds(2), "bsd", null)).isTrue();
    }

    @Test
    void an_attribute_that_was_unset_stays_so_for_older_values_and_none_begins_unset() {
        assertThat(attribute(NOON, null, null)).isFalse();
        assertThat(storage.timeSeries().current(pump, AttributeSample.KIND, "os"))
                .isEmpty();
        attribute(NOON, "linux", null);
        assertThat(attribute(NOON.plusSeconds(5), null, null)).isTrue();
        assertThat(attribute(NOON.plusSeconds(6), null, null)).isFalse();
        assertThat(attribute(NOON.plusSeconds(4), "late", null)).isFalse();

        assertThat(storage.timeSeries()
                        .current(pump, AttributeSample.KIND, "os")
                        .orElseThrow()
                        .value()
                        .value())
                .isNull();
    }

    @Test
    void whoever_publishes_at_the_same_time_the_newest_sample_wins() throws Exception {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(7));
        var threads = Executors.newFixedThreadPool(8);
        order.forEach(i -> threads.execute(() -> measure(NOON.plusSeconds(i), i)));
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(rpm()).isEqualTo(399);
    }

    @Test
    void samples_are_there_after_a_restart() {
        measure(NOON, 1);
        storage.close();
        storage = Storage.open(folder);

        assertThat(rpm()).isEqualTo(1);
    }

    @Test
    void a_folder_of_the_version_before_is_brought_to_this_one_with_all_it_holds() throws Exception {
        Path older = folder.resolve("older");
        java.nio.file.Files.createDirectories(older);
        OrderedFilePath.register();
        try (H2 h2 = H2.open(older.resolve(DataFolder.DATABASE), OrderedFilePath.SCHEME)) {
            h2.begin();
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(h2.source())
                    .locations("classpath:" + Migrations.LOCATION)
                    .target("1")
                    .load()
                    .migrate();
        }
        try (Storage opened = Storage.open(older)) {
            assertThat(opened.timeSeries().current("none", PropertySample.KIND, "rpm"))
                    .isEmpty();
        }
    }
}
