package dev.tr50.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

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
    private boolean closed;

    GroupCommit(Sync sync) {
        this.sync = sync;
        thread = new Thread(this::serve, "storage-durable");
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

    private void syncFor(List<CompletableFuture<Void>> group) {
        try {
            sync.run();
            group.forEach(waiter -> waiter.complete(null));
        } catch (Throwable e) {
            StorageException failure = new StorageException("Changes could not be put on the disk", e);
            group.forEach(waiter -> waiter.completeExceptionally(failure));
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
