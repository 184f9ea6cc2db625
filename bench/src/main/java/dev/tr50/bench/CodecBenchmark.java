package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tr50.protocol.Envelope;
import dev.tr50.protocol.EnvelopeReader;
import dev.tr50.protocol.Limits;
import dev.tr50.protocol.Reply;
import dev.tr50.protocol.ReplyWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read a message and to write its reply. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class CodecBenchmark {

    private static final int PAGE = 20;

    private final EnvelopeReader reader = new EnvelopeReader(Limits.DEFAULT);
    private final ReplyWriter writer = new ReplyWriter();
    private final byte[] ping = "{\"1\":{\"command\":\"diag.ping\"}}".getBytes(UTF_8);
    private final byte[] list = """
            {"1":{"command":"file.list","params":{"thingKey":"pump-17","tags":["log","daily"],"sort":"-uploadDate","offset":0,"limit":20}}}
            """.getBytes(UTF_8);
    private final Reply pong = new Reply.Success("1", null);
    private final Reply page = new Reply.Success("1", page());

    /** Reads the smallest message. */
    @Benchmark
    public Envelope readPing() {
        return reader.read(ping);
    }

    /** Reads a message with parameters. */
    @Benchmark
    public Envelope readList() {
        return reader.read(list);
    }

    /** Writes the smallest reply. */
    @Benchmark
    public byte[] writePong() {
        return writer.write(List.of(writer.encode(pong)));
    }

    /** Writes a page of twenty files. */
    @Benchmark
    public byte[] writePage() {
        return writer.write(List.of(writer.encode(page)));
    }

    private static Page page() {
        return new Page(
                1000,
                IntStream.range(0, PAGE)
                        .mapToObj(number -> new Row(
                                "%024x".formatted(number),
                                "file-%04d.txt".formatted(number),
                                4096,
                                4169660685L,
                                Instant.EPOCH,
                                List.of("log", "daily"),
                                false))
                        .toList());
    }

    /** The outline of what {@code file.list} answers. */
    public record Page(long count, List<Row> result) {}

    /** One file of a page. */
    public record Row(
            String fileId,
            String fileName,
            long fileSize,
            long crc32,
            Instant uploadDate,
            List<String> tags,

            @com.fasterxml.jackson.annotation.JsonProperty("public")
            boolean isPublic) {}
}
