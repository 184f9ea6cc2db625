package dev.tr50.storage;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes blobs that have lost their last row, once that loss is on the disk: removed any earlier, a power cut could bring
 * back the row without the bytes.
 */
final class BlobRemoval implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlobRemoval.class);
    private static final long END_WAIT_SECONDS = 10;

    private final Blobs blobs;
    private final BlobReferences references;
    private final Supplier<CompletableFuture<Void>> durable;
    private final ExecutorService thread;

    BlobRemoval(Blobs blobs, BlobReferences references, Supplier<CompletableFuture<Void>> durable) {
        this.blobs = blobs;
        this.references = references;
        this.durable = durable;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, "storage-removal");
            created.setDaemon(true);
            return created;
        });
    }

    /** Call after the transaction that took rows from these blobs has been committed. */
    void released(Collection<String> blobIds) {
        if (blobIds.isEmpty()) {
            return;
        }
        durable.get().thenRunAsync(() -> remove(blobIds), thread).exceptionally(failure -> {
            LOG.warn("Blobs without a file stay until the next sweep: {}", failure.toString());
            return null;
        });
    }

    /** Runs it on the thread that removes blobs; what cannot be run is left to the next sweep. */
    void later(Runnable step) {
        CompletableFuture.runAsync(step, this::unlessClosed).exceptionally(failure -> {
            LOG.warn("Files of what was deleted stay until the next sweep: {}", failure.toString());
            return null;
        });
    }

    private void unlessClosed(Runnable step) {
        try {
            thread.execute(step);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Closing before everything of what was deleted is removed");
        }
    }

    private void remove(Collection<String> blobIds) {
        blobs.reached(Steps.DELETION_DURABLE);
        blobIds.stream().filter(references::isUnreferenced).forEach(blobs::released);
    }

    /** Ends after the removals that have begun; the sweep of the next start does the rest. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(END_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
