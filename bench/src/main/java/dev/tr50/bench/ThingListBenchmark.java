package dev.tr50.bench;

import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.Storage;
import dev.tr50.storage.TagCount;
import dev.tr50.storage.TagKind;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingOrder;
import dev.tr50.storage.ThingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The first page of twenty things and the number of all that match, and the tags of all, in groups of very different sizes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class ThingListBenchmark {

    private static final int PAGE = 20;
    private static final int AT_ONCE = 1000;
    private static final String COMMON = "common";
    private static final String RARE = "rare";

    /** Things in the group; all have one tag, twenty another, too. */
    @Param({"1000", "100000"})
    public int things;

    /** What the page is ordered by. */
    @Param({"+NAME", "-CREATED_ON"})
    public String order;

    /** The tags that a thing must have. */
    @Param({"none", COMMON, RARE, COMMON + "&" + RARE})
    public String tags;

    private Storage storage;
    private ThingQuery query;
    private ThingOrder asked;

    /** Opens the folder of that size, and makes it first when it is missing: half a minute for 100,000 things. */
    @Setup
    public void open() throws IOException {
        Path parent = Path.of(System.getProperty("tr50.bench.folders", "bench/target/lists"));
        Path folder = parent.resolve("things-" + things);
        if (!Files.exists(folder)) {
            Files.move(make(Files.createDirectories(parent)), folder);
        }
        storage = Storage.open(folder);
        String group = storage.groups().findByKey("SEEDED").orElseThrow().id();
        query = ThingQuery.tagged(group, tags.equals("none") ? List.of() : List.of(tags.split("&")));
        asked = new ThingOrder(ThingOrder.Field.valueOf(order.substring(1)), order.startsWith("-"));
    }

    private Path make(Path parent) throws IOException {
        Path unfinished = Files.createTempDirectory(parent, "unfinished-");
        try (Storage seeded = Storage.open(unfinished)) {
            String group = seeded.groups().create("SEEDED", "Seeded").id();
            for (int made = 0; made < things; made += AT_ONCE) {
                seeded.provisioning()
                        .createThings(
                                group,
                                IntStream.range(made, Math.min(things, made + AT_ONCE))
                                        .mapToObj(ThingListBenchmark::thing)
                                        .toList());
            }
        }
        return unfinished;
    }

    private static NewThing thing(int number) {
        String key = String.format("thing-%07d", number);
        List<String> given = number < PAGE ? List.of(COMMON, RARE) : List.of(COMMON);
        return new NewThing(
                key, "Thing " + number, null, "default", given, List.of(), Identifiers.NONE, "bench", null, null, null);
    }

    /** Gives the folder back. */
    @TearDown
    public void close() {
        storage.close();
    }

    /** One page. */
    @Benchmark
    public List<Thing> page() {
        return storage.things().list(query, asked, 0, PAGE);
    }

    /** How many match. */
    @Benchmark
    public long count() {
        return storage.things().count(query);
    }

    /** The tags that most things have. */
    @Benchmark
    public List<TagCount> tagCloud() {
        return storage.things().tagCloud(query.groupId(), TagKind.TAG, PAGE);
    }
}
