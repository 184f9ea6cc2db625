package dev.tr50.storage;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves samples into blocks in the background: those of a series that got many, and all when the journal has become long. */
final class SettlingThread implements AutoCloseable {

    /** Samples of a series that are moved at once when it has so many. */
    static final int MANY = 2 * BlockMerge.MOST_SAMPLES;

    private static final Logger LOG = LoggerFactory.getLogger(SettlingThread.class);
    private static final long PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final Settling settling;
    private final Heads heads;
    private final Journal journal;
    private final long longJournal;
    private final Supplier<CompletableFuture<Void>> durable;
    private final Set<SeriesName> many = new LinkedHashSet<>();
    private final LongAdder failures = new LongAdder();
    private final Thread thread = new Thread(this::run, "storage-samples");
    private boolean closed;
    private boolean pausing;

    /** @param longJournal bytes of the journal from which on everything in it is moved */
    SettlingThread(
            Settling settling,
            Heads heads,
            Journal journal,
            long longJournal,
            Supplier<CompletableFuture<Void>> durable) {
        this.settling = settling;
        this.heads = heads;
        this.journal = journal;
        this.longJournal = longJournal;
        this.durable = durable;
        journal.whenGrown(this::look);
        thread.setDaemon(true);
        thread.start();
    }

    /** A series has got many samples. */
    synchronized void many(SeriesName name) {
        many.add(name);
    }

    private synchronized void look() {
        if (!pausing && hasWork()) {
            notifyAll();
        }
    }

    private boolean hasWork() {
        return !many.isEmpty() || isLong();
    }

    private boolean isLong() {
        return journal.bytes() >= longJournal || heads.areMany();
    }

    private void run() {
        try {
            while (awaitWork()) {
                try {
                    settleMany();
                    if (isLong()) {
                        settleAll();
                    }
                } catch (IOException | RuntimeException e) {
                    failures.increment();
                    tell(e);
                    pause();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    private static void tell(Exception failure) {
        if (failure instanceof IOException
                || failure instanceof StorageException
                || failure instanceof CompletionException) {
            LOG.warn("Samples stay in the journal for now: {}", failure.toString());
        } else {
            LOG.error("Samples stay in the journal for now", failure);
        }
    }

    private synchronized boolean awaitWork() throws InterruptedException {
        while (!closed && !hasWork()) {
            wait();
        }
        return !closed;
    }

    private synchronized void pause() throws InterruptedException {
        pausing = true;
        if (!closed) {
            wait(PAUSE_MILLIS);
        }
        pausing = false;
    }

    private void settleMany() {
        Set<SeriesName> some;
        synchronized (this) {
            some = new LinkedHashSet<>(many);
            many.clear();
        }
        settling.settle(some, Long.MAX_VALUE);
    }

    /** Moves everything that has been published. */
    void settleAll() throws IOException {
        journal.write();
        long upTo = journal.cut();
        if (settling.settle(heads.unsettled(), upTo)) {
            settling.moved();
            durable.get().join();
            journal.forget(upTo);
        }
    }

    /** How often moving samples failed. */
    long failures() {
        return failures.sum();
    }

    /** Ends after the step that runs; the rest is in the journal. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        settling.end();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
