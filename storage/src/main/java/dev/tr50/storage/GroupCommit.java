package dev.tr50.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * One sync for many waiters: a single thread takes everyone who waits, syncs once, and answers them all. While it syncs,
 * the next group gathers.
 */
final class GroupCommit implements AutoCloseable {

    /** Puts everything committed so far on the disk. */
    interface Sync {
        void run() throws Exception;
    }

    private final Sync sync;
    private final LinkedBlockingQueue<CompletableFuture<Void>> waiters = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> last = new CompletableFuture<>();
    private final Thread thread;
    private final LongAdder syncs = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private boolean closed;

    /** @param name of its thread */
    GroupCommit(String name, Sync sync) {
        this.sync = sync;
        thread = new Thread(this::serve, name);
        thread.setDaemon(true);
        thread.start();
    }

    synchronized CompletableFuture<Void> durable() {
        if (closed) {
            return CompletableFuture.failedFuture(new StorageException("The storage is closed"));
        }
        CompletableFuture<Void> waiter = new CompletableFuture<>();
        waiters.add(waiter);
        return waiter;
    }

    private void serve() {
        List<CompletableFuture<Void>> group = new ArrayList<>();
        try {
            while (!group.contains(last)) {
                group.clear();
                group.add(waiters.take());
                waiters.drainTo(group);
                syncFor(group);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    int waiting() {
        return waiters.size();
    }

    long syncs() {
        return syncs.sum();
    }

    long failures() {
        return failures.sum();
    }

    /** How long all syncs took together. */
    long nanos() {
        return nanos.sum();
    }

    private void syncFor(List<CompletableFuture<Void>> group) {
        try {
            timedSync();
            group.forEach(waiter -> waiter.complete(null));
        } catch (Throwable e) {
            failures.increment();
            StorageException failure = new StorageException("Changes could not be put on the disk", e);
            group.forEach(waiter -> waiter.completeExceptionally(failure));
        }
    }

    private void timedSync() throws Exception {
        long start = System.nanoTime();
        try {
            sync.run();
        } finally {
            syncs.increment();
            nanos.add(System.nanoTime() - start);
        }
    }

    /** Syncs for those who still wait, then ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiters.add(last);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
