package dev.tr50.gateway.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** All clients. Each works on a thread of its own from one start of the gateway to its end. */
final class Crew implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 600;

    private final List<Work> all;
    private final ExecutorService threads;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private volatile boolean mayEnd;

    private Crew(List<Work> all) {
        this.all = all;
        this.threads = Executors.newFixedThreadPool(all.size());
    }

    static Crew ofEveryKind() {
        List<Work> all = new ArrayList<>();
        for (SampleKind kind : SampleKind.values()) {
            all.add(new SamplesWork("single-" + kind, kind, false));
        }
        Stream.of("x", "y").forEach(name -> all.add(new SamplesWork("more-" + name, SampleKind.PROPERTY, false)));
        Stream.of("x", "y").forEach(name -> all.add(new SamplesWork("batch-" + name, SampleKind.PROPERTY, true)));
        all.add(new SamplesWork("texts", SampleKind.ATTRIBUTE, true));
        all.add(new ShelfWork(Tr50Files.of("files-x"), 5, 300_000));
        all.add(new ShelfWork(Tr50Files.of("files-y"), 20, 2_000));
        all.add(new ShelfWork(Tr50Files.ofGroup("files-z"), 5, 2_000));
        all.add(new ShelfWork(new FilestoreFiles("store-x"), 5, 300_000));
        all.add(new ShelfWork(new FilestoreFiles("store-y"), 20, 2_000));
        Stream.of("x", "y", "z").forEach(name -> all.add(new MailWork("mail-" + name)));
        all.add(new ShelfWork(Registry.ofDefinitions(), 8, 100));
        all.add(new ShelfWork(Registry.ofThings(), 8, 100));
        return new Crew(all);
    }

    /** Reads back everything that was acknowledged so far, by all at once. */
    void check(Site site) throws Exception {
        List<CompletableFuture<Void>> checks = new ArrayList<>();
        for (Work work : all) {
            checks.add(CompletableFuture.runAsync(() -> check(work, site), threads));
        }
        join(checks);
    }

    private static void check(Work work, Site site) {
        try {
            work.connect(site);
            work.check();
        } catch (IOException e) {
            throw new AssertionError("Nothing can be checked: " + work, e);
        }
    }

    /**
     * Has all write until the gateway ends.
     *
     * @param enough acknowledgements
     * @param end ends the gateway when there have been so many, while everybody writes on
     */
    void work(long seed, int enough, End end) throws Exception {
        mayEnd = false;
        int goal = acknowledged.get() + enough;
        CompletableFuture<Void> reached = new CompletableFuture<>();
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Work work = all.get(i);
            Random chance = new Random(seed + i);
            CompletableFuture<Void> worker =
                    CompletableFuture.runAsync(() -> write(work, chance, goal, reached), threads);
            worker.whenComplete((done, failure) -> reached.complete(null));
            workers.add(worker);
        }
        reached.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        mayEnd = true;
        end.run();
        join(workers);
        for (Work work : all) {
            work.disconnect();
        }
    }

    private static void join(List<CompletableFuture<Void>> all) throws Exception {
        CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void write(Work work, Random chance, int goal, CompletableFuture<Void> reached) {
        try {
            while (true) {
                if (acknowledged.addAndGet(work.step(chance)) >= goal) {
                    reached.complete(null);
                }
            }
        } catch (IOException e) {
            if (!mayEnd) {
                throw new AssertionError("A gateway that runs did not answer " + work, e);
            }
        }
    }

    /** How many writes were acknowledged since the beginning. */
    int acknowledged() {
        return acknowledged.get();
    }

    /** Ends the gateway. */
    interface End {
        void run() throws Exception;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
