package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStoreTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final long JOURNAL = 1 << 20;

    @TempDir
    Path folder;

    private Storage storage;
    private Thing pump;

    @AfterEach
    void close() {
        if (storage != null) {
            storage.close();
        }
    }

    private void open(Retention retention, String scheme) {
        open(retention, scheme, JOURNAL);
    }

    private void open(Retention retention, String scheme, long journalBytes) {
        storage = Storage.open(folder, ScopeQuota.NONE, retention, scheme, Steps.NOBODY, journalBytes);
        Group group =
                storage.groups().findByKey("G").orElseGet(() -> storage.groups().create("G", "G"));
        pump = storage.things()
                .findByKey(group.id(), "pump")
                .orElseGet(() -> storage.things().create(group.id(), NewThing.named("pump")));
    }

    private void measure(String key, int number) {
        Sample<PropertySample> sample = new Sample<>(NOON.plusSeconds(number), new PropertySample(number, null));
        storage.timeSeries().add(pump.id(), PropertySample.KIND, key, sample, Recording.NEWS);
    }

    private List<Integer> measured(String key) {
        return storage
                .timeSeries()
                .history(pump.id(), PropertySample.KIND, key, new HistoryQuery(null, null, null, false, 0, 9999))
                .samples()
                .stream()
                .map(sample -> (int) sample.value().value())
                .toList();
    }

    @Test
    void damaged_samples_of_one_series_stop_neither_new_ones_nor_the_expiry_of_others() {
        open(new Retention(Map.of(PropertySample.KIND, Duration.ofSeconds(100))), OrderedFilePath.SCHEME);
        for (int i = 0; i < 10; i++) {
            measure("damaged", i);
            measure("whole", i);
        }
        storage.samples().settleAll();
        damage("damaged");
        measure("damaged", 10);
        measure("damaged", 5);
        measure("whole", 10);
        storage.durable().join();
        long full = storage.activity().journalBytes();

        storage.samples().settleAll();
        storage.sweep(NOON.plusSeconds(105));

        assertThat(storage.activity().journalBytes()).isLessThan(full);
        assertThat(measured("whole")).containsExactly(5, 6, 7, 8, 9, 10);
        assertThat(storage.timeSeries()
                        .history(
                                pump.id(),
                                PropertySample.KIND,
                                "damaged",
                                new HistoryQuery(null, null, 1, true, 0, 9999))
                        .samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.value().value()).isEqualTo(10));
        assertThatThrownBy(() -> measured("damaged")).isInstanceOf(DamagedBlockException.class);
    }

    private void damage(String key) {
        int blocks = storage.database()
                .write(handle -> handle.createUpdate("""
                        UPDATE sample_blocks SET content = ARRAY[X'80']
                        WHERE series_id IN (SELECT id FROM time_series WHERE data_key = :key)
                        """).bind("key", key).execute());
        assertThat(blocks).isPositive();
    }

    @Test
    void a_sample_of_one_more_series_waits_while_the_memory_for_series_is_full() {
        open(Retention.FOREVER, OrderedFilePath.SCHEME, 64 << 10);
        long mostSeries = 2 * (64 << 10) / 700;
        long most = 0;
        for (int i = 0; i < 2 * mostSeries; i++) {
            measure("key-" + i, i);
            most = Math.max(most, storage.activity().unsettledSeries());
        }

        assertThat(most).isBetween(1L, mostSeries);
        assertThat(measured("key-0")).containsExactly(0);
    }

    @Test
    void what_is_older_than_its_kind_is_kept_goes_with_a_sweep_and_the_newest_sample_stays() {
        open(new Retention(Map.of(PropertySample.KIND, Duration.ofSeconds(100))), OrderedFilePath.SCHEME);
        for (int i = 0; i < 2000; i++) {
            measure("busy", i);
        }
        measure("quiet", 0);
        measure("quiet", 1);
        storage.timeSeries()
                .add(
                        pump.id(),
                        AttributeSample.KIND,
                        "os",
                        new Sample<>(NOON, new AttributeSample("linux", null)),
                        Recording.NEWS);
        storage.samples().settleAll();

        storage.sweep(NOON.plusSeconds(2000));

        assertThat(measured("busy")).hasSize(100).startsWith(1900).endsWith(1999);
        assertThat(measured("quiet")).containsExactly(1);
        assertThat(storage.timeSeries()
                        .stats(pump.id(), PropertySample.KIND, "busy")
                        .records())
                .isEqualTo(100);
        assertThat(storage.timeSeries()
                        .stats(pump.id(), AttributeSample.KIND, "os")
                        .records())
                .isOne();
    }

    @Test
    void nothing_is_left_of_the_samples_of_a_deleted_thing_wherever_they_were() {
        open(Retention.FOREVER, OrderedFilePath.SCHEME);
        for (int i = 0; i < 3000; i++) {
            measure("in-blocks", i);
        }
        storage.samples().settleAll();
        measure("in-blocks", 3000);
        measure("in-the-journal", 1);

        storage.provisioning().deleteThing(pump);

        await().atMost(Duration.ofMinutes(1)).until(() -> rows("sample_blocks") + rows("deleted_series") == 0);
        storage.samples().settleAll();
        storage.close();
        open(Retention.FOREVER, OrderedFilePath.SCHEME);
        assertThat(rows("sample_blocks") + rows("time_series")).isZero();
        assertThat(measured("in-the-journal")).isEmpty();
    }

    private long rows(String table) {
        return storage.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void a_failed_write_is_told_to_those_who_wait_and_done_again_when_the_disk_can() {
        RecordedDisk disk = RecordedFilePath.register();
        open(Retention.FOREVER, RecordedFilePath.SCHEME);
        measure("rpm", 1);
        storage.durable().join();
        disk.fail(new IOException("no space left"));
        measure("rpm", 2);
        assertThatThrownBy(() -> storage.durable().join()).hasRootCauseMessage("no space left");
        assertThat(measured("rpm")).containsExactly(1, 2);
        assertThat(storage.activity().gatheredSampleBytes()).isZero();

        disk.fail(null);
        measure("rpm", 3);
        storage.durable().join();
        storage.close();
        open(Retention.FOREVER, OrderedFilePath.SCHEME);

        assertThat(measured("rpm")).containsExactly(1, 2, 3);
    }

    @Test
    void the_longest_text_is_kept_in_journal_and_block() {
        open(Retention.FOREVER, OrderedFilePath.SCHEME);
        String text = "€".repeat(1_000_000);
        storage.timeSeries()
                .add(
                        pump.id(),
                        AttributeSample.KIND,
                        "os",
                        new Sample<>(NOON, new AttributeSample(text, null)),
                        Recording.NEWS);
        storage.close();
        open(Retention.FOREVER, OrderedFilePath.SCHEME);
        storage.samples().settleAll();
        storage.close();
        open(Retention.FOREVER, OrderedFilePath.SCHEME);

        assertThat(storage.timeSeries()
                        .current(pump.id(), AttributeSample.KIND, "os")
                        .orElseThrow()
                        .value()
                        .value()
                        .equals(text))
                .isTrue();
        assertThat(storage.timeSeries()
                        .at(pump.id(), AttributeSample.KIND, "os", NOON)
                        .orElseThrow()
                        .value()
                        .value()
                        .length())
                .isEqualTo(text.length());
    }

    @Test
    void what_is_said_now_comes_in_parts_and_is_refused_when_it_is_too_much_for_memory() {
        open(Retention.FOREVER, OrderedFilePath.SCHEME);
        for (int i = 0; i < 100; i++) {
            measure("p%03d".formatted(i), i);
        }
        String text = "x".repeat(1_000_000);
        for (int i = 0; i < 17; i++) {
            storage.timeSeries()
                    .add(
                            pump.id(),
                            AttributeSample.KIND,
                            "a" + i,
                            new Sample<>(NOON, new AttributeSample(text, null)),
                            Recording.NEWS);
        }
        storage.samples().settleAll();
        storage.close();
        open(Retention.FOREVER, OrderedFilePath.SCHEME);

        assertThat(storage.timeSeries().currents(pump.id(), PropertySample.KIND, 1000))
                .hasSize(100)
                .containsKeys("p000", "p031", "p032", "p099");
        assertThat(storage.timeSeries().currents(pump.id(), PropertySample.KIND, 40))
                .hasSize(40)
                .containsKey("p039");
        assertThatThrownBy(() -> storage.timeSeries().currents(pump.id(), AttributeSample.KIND, 1000))
                .isInstanceOf(HistoryTooLongException.class);
        assertThat(storage.timeSeries().currents(pump.id(), AttributeSample.KIND, 16))
                .hasSize(16);
    }

    @Test
    void series_and_blocks_are_found_by_their_indexes() {
        open(Retention.FOREVER, OrderedFilePath.SCHEME);
        for (int i = 0; i < 20_000; i++) {
            measure("p" + i % 4, i);
        }
        storage.samples().settleAll();

        assertThat(plan(SeriesRows.BY_NAME.replace("?", "'x'"))).contains("TIME_SERIES_BY_KEY");
        assertThat(plan(SeriesRows.OF_OWNER
                        .replace(":owner", "'" + pump.id() + "'")
                        .replace(":kind", "'property'")
                        .replace(":most", "2")))
                .contains("TIME_SERIES_BY_KEY", "index sorted");
        assertThat(plan(SeriesRows.OF_OWNER_BEHIND
                        .replace(":owner", "'" + pump.id() + "'")
                        .replace(":kind", "'property'")
                        .replace(":behind", "'p1'")
                        .replace(":most", "2")))
                .contains("TIME_SERIES_BY_KEY", "index sorted");
        assertThat(plan(SeriesRows.OF_KIND
                        .replace(":kind", "'property'")
                        .replace(":after", "0")
                        .replace(":most", "2")))
                .contains("TIME_SERIES_BY_KIND", "index sorted");
        for (String sql : List.of(BlockRows.sqlBefore(true), BlockRows.sqlBehind(true), BlockRows.WITH_NUMBER)) {
            assertThat(plan(inTheMiddle(sql)))
                    .contains("BLOCK_BY_PLACE", "/* index sorted */")
                    .containsPattern("scanCount: [1-3]\\b");
        }
    }

    private String inTheMiddle(String sql) {
        long series = storage.database()
                .read(handle -> handle.createQuery("SELECT MIN(id) FROM time_series")
                        .mapTo(Long.class)
                        .one());
        return sql.replace(":series", "" + series)
                .replace(":ts", "" + Micros.of(NOON.plusSeconds(10_000)))
                .replace(":number", "1")
                .replace(":no", "0")
                .replace(":most", "2");
    }

    private String plan(String sql) {
        return storage.database()
                .read(handle -> handle.createQuery("EXPLAIN ANALYZE " + sql)
                        .mapTo(String.class)
                        .one());
    }
}
