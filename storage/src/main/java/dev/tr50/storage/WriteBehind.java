package dev.tr50.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Puts what has been written of a file on the disk while more of it arrives, so that little is left to do at its end. For one
 * thread at a time.
 */
final class WriteBehind {

    private static final long STEP = 16L << 20;

    private final FileChannel channel;
    private final Executor thread;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);
    private long begun;

    WriteBehind(FileChannel channel, Executor thread) {
        this.channel = channel;
        this.thread = thread;
    }

    /**
     * Takes notice that the file has this length now.
     *
     * @throws IOException when the disk has failed meanwhile
     */
    void written(long length) throws IOException {
        if (length - begun >= STEP && running.isDone()) {
            await();
            begun = length;
            running = CompletableFuture.runAsync(this::force, thread);
        }
    }

    private void force() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /**
     * Waits for what has begun. The system tells of a failure once, so whoever syncs at the end has to ask here too.
     *
     * @throws IOException when the disk has failed meanwhile
     */
    void await() throws IOException {
        try {
            running.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
