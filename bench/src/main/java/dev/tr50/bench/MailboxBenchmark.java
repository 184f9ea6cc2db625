package dev.tr50.bench;

import dev.tr50.storage.Mailbox;
import dev.tr50.storage.Mailbox.Answer;
import dev.tr50.storage.NewMessage;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** What a method call costs in storage: it is sent, fetched and answered. Sixteen share a sync. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class MailboxBenchmark {

    private static final int CALLS_FOR_ONE_SYNC = 16;
    private static final int MESSAGES_OF_ANOTHER = 100;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Messages of other things: so many that wait, and as many that have been answered. */
    @Param({"100", "10000"})
    public int others;

    private Path folder;
    private Storage storage;
    private Mailbox mailbox;
    private String group;
    private String thing;
    private int calls;

    /** Makes a folder with the messages of others. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("tr50-bench");
        storage = Storage.open(folder);
        mailbox = storage.mailbox();
        group = storage.groups().create("BENCH", "Bench").id();
        for (int made = 0; made < others; made += MESSAGES_OF_ANOTHER) {
            String other = thing("other-" + made);
            for (int i = 0; i < MESSAGES_OF_ANOTHER; i++) {
                call(other);
            }
            for (int i = 0; i < MESSAGES_OF_ANOTHER; i++) {
                send(other);
            }
            storage.durable().join();
        }
        thing = thing("called");
    }

    private String thing(String key) {
        return storage.things().create(group, NewThing.named(key)).id();
    }

    private void send(String to) {
        mailbox.send(
                new NewMessage(ObjectId.next(), to, "user:bench", "method.exec", "ping", "{\"n\":1}", MINUTE, false),
                Instant.now());
    }

    private void call(String to) {
        send(to);
        Instant now = Instant.now();
        mailbox.fetch(List.of(to), 1, 1 << 20, false, now)
                .messages()
                .forEach(message -> mailbox.complete(message.id(), List.of(to), new Answer(0, null, "{\"n\":1}"), now));
    }

    /** Removes the folder. */
    @TearDown
    public void close() throws IOException {
        storage.close();
        Folders.remove(folder);
    }

    /** One call. */
    @Benchmark
    public void call() {
        call(thing);
        if (++calls % CALLS_FOR_ONE_SYNC == 0) {
            storage.durable().join();
        }
    }
}
