package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk is one that keeps what was synced, and of the rest any sectors it likes. */
class SamplesPowerCutTest {

    private static final int THREADS = 3;
    private static final int SAMPLES_EACH = Integer.getInteger("tr50.powerCutSamples", 400);
    private static final int CUTS = Integer.getInteger("tr50.powerCuts", 15);

    /** So short that samples are moved into blocks all the time. */
    private static final long JOURNAL = 8 * 1024;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    /** By number, the moment at which a sample was acknowledged; and that at which its deletion began. */
    private final Map<Integer, Integer> acknowledged = new ConcurrentHashMap<>();

    private final Map<Integer, Integer> deleting = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> deleted = new ConcurrentHashMap<>();

    @Test
    void a_power_cut_loses_no_sample_that_was_acknowledged_and_doubles_none() throws Exception {
        RecordedDisk disk = RecordedFilePath.register();
        Path first = folder.resolve("first");
        int empty;
        String thing;
        try (Storage storage = open(first, RecordedFilePath.SCHEME)) {
            Group group = storage.groups().create("G", "G");
            thing = storage.things().create(group.id(), NewThing.named("pump")).id();
            storage.durable().join();
            empty = disk.moment();
            work(storage, thing, disk);
        }
        assertThat(acknowledged).hasSize(THREADS * SAMPLES_EACH);
        Random chance = new Random(23);
        for (int cut = 0; cut < CUTS; cut++) {
            int moment = empty + chance.nextInt(disk.moment() - empty + 1);
            Path copy = folder.resolve("cut-" + cut);
            write(disk.filesAfterPowerCut(moment, chance), first, copy);
            verify(copy, thing, moment);
        }
    }

    private static Storage open(Path folder, String scheme) {
        return Storage.open(folder, ScopeQuota.NONE, Retention.FOREVER, scheme, Steps.NOBODY, JOURNAL);
    }

    private static void write(Map<String, byte[]> files, Path from, Path to) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = to.resolve(from.toAbsolutePath().normalize().relativize(Path.of(file.getKey())));
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    private void work(Storage storage, String thing, RecordedDisk disk) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            threads.execute(() -> publish(storage, thing, disk, number));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
    }

    private void publish(Storage storage, String thing, RecordedDisk disk, int thread) {
        Random chance = new Random(thread);
        for (int i = 0; i < SAMPLES_EACH; i++) {
            int number = i * THREADS + thread;
            // Some come late, and some have the time of another.
            Instant ts = START.plusSeconds(Math.max(0, number - chance.nextInt(4) * chance.nextInt(100)));
            add(storage, thing, number, ts);
            storage.durable().join();
            acknowledged.put(number, disk.moment());
            if (i % 50 == 49) {
                delete(storage, thing, disk, number);
            }
        }
    }

    private static void add(Storage storage, String thing, int number, Instant ts) {
        Sample<PropertySample> sample = new Sample<>(ts, new PropertySample(number, "c".repeat(number % 40)));
        storage.timeSeries().add(thing, PropertySample.KIND, key(number), sample, Recording.NEWS);
    }

    private static String key(int number) {
        return "key-" + number % 2;
    }

    private void delete(Storage storage, String thing, RecordedDisk disk, int number) {
        String id = history(storage, thing, key(number)).stream()
                .filter(sample -> sample.value().value() == number)
                .findAny()
                .orElseThrow()
                .id();
        deleting.put(number, disk.moment());
        storage.timeSeries().delete(thing, PropertySample.KIND, id);
        storage.durable().join();
        deleted.put(number, disk.moment());
    }

    private static List<StoredSample<PropertySample>> history(Storage storage, String thing, String key) {
        return storage.timeSeries()
                .history(thing, PropertySample.KIND, key, new HistoryQuery(null, null, null, false, 0, 100_000))
                .samples();
    }

    private void verify(Path copy, String thing, int moment) {
        Set<Integer> found;
        try (Storage storage = open(copy, OrderedFilePath.SCHEME)) {
            found = found(storage, thing);
            acknowledged.forEach((number, at) -> {
                if (at <= moment && deleting.getOrDefault(number, Integer.MAX_VALUE) > moment) {
                    assertThat(found)
                            .as("acknowledged at %s, cut at %s", at, moment)
                            .contains(number);
                }
            });
            deleted.forEach((number, at) -> {
                if (at <= moment) {
                    assertThat(found).doesNotContain(number);
                }
            });
            // What comes now gets numbers of its own.
            for (int i = 0; i < 100; i++) {
                add(storage, thing, 1_000_000 + i, START.plusSeconds(i * 7));
                found.add(1_000_000 + i);
            }
        }
        try (Storage storage = open(copy, OrderedFilePath.SCHEME)) {
            assertThat(found(storage, thing)).isEqualTo(found);
            storage.samples().settleAll();
            assertThat(found(storage, thing)).isEqualTo(found);
        }
    }

    private static Set<Integer> found(Storage storage, String thing) {
        List<Integer> numbers = new ArrayList<>();
        for (String key : List.of(key(0), key(1))) {
            List<StoredSample<PropertySample>> samples = history(storage, thing, key);
            samples.forEach(sample -> numbers.add((int) sample.value().value()));
            assertThat(samples).isSortedAccordingTo((a, b) -> a.ts().compareTo(b.ts()));
            assertThat(storage.timeSeries()
                            .current(thing, PropertySample.KIND, key)
                            .map(CurrentSample::value))
                    .isEqualTo(
                            samples.isEmpty()
                                    ? java.util.Optional.empty()
                                    : java.util.Optional.of(
                                            samples.get(samples.size() - 1).value()));
            assertThat(storage.timeSeries()
                            .stats(thing, PropertySample.KIND, key)
                            .records())
                    .isEqualTo(samples.size());
        }
        assertThat(numbers).doesNotHaveDuplicates();
        return new HashSet<>(numbers);
    }
}
