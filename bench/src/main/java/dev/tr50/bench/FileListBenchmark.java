package dev.tr50.bench;

import dev.tr50.storage.FileDescriptionChange;
import dev.tr50.storage.FilePage;
import dev.tr50.storage.FileQuery;
import dev.tr50.storage.Sort;
import dev.tr50.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The first page of twenty files, with the number of all that match, out of scopes of very different sizes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class FileListBenchmark {

    private static final int PAGE = 20;

    /** Files in the scope. */
    @Param({"100", "10000", "1000000"})
    public int files;

    /** What the page is ordered by. */
    @Param({"+FILE_NAME", "-UPLOAD_DATE", "+LENGTH", "-PUBLIC"})
    public String sort;

    /** Tags that a file must have: one that all have, or that one and one that twenty files have. */
    @Param({"none", SeededFolder.COMMON, SeededFolder.COMMON + "&" + SeededFolder.RARE})
    public String tags;

    /** Whether the list has been asked for since the scope last changed; then the page of before is given again. */
    @Param({"false", "true"})
    public boolean again;

    private Storage storage;
    private FileQuery query;
    private String changed;

    /** Opens the folder of that size, and makes it first when it is missing. */
    @Setup
    public void open() throws IOException, SQLException {
        Path folders = Path.of(System.getProperty("tr50.bench.folders", "bench/target/lists"));
        storage = Storage.open(SeededFolder.make(folders, files));
        query = new FileQuery(
                SeededFolder.scope(storage),
                tags.equals("none") ? List.of() : List.of(tags.split("&")),
                new Sort(Sort.Field.valueOf(sort.substring(1)), sort.startsWith("-")),
                0,
                PAGE);
        changed = storage.files().list(query).files().get(0).name();
    }

    /** Changes a file of the scope, unless the list is to be asked for again: by a description that says what it said. */
    @Setup(Level.Invocation)
    public void change() {
        if (!again) {
            storage.files().describe(query.scope(), changed, FileDescriptionChange.NONE);
        }
    }

    /** Gives the folder back. */
    @TearDown
    public void close() {
        storage.close();
    }

    /** One page. */
    @Benchmark
    public FilePage list() {
        return storage.files().list(query);
    }
}
