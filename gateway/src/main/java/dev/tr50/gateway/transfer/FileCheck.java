package dev.tr50.gateway.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes one large file beside those who send it. It does so a slice at a time and then lets other files have their turn, and
 * stops when nobody waits for it any more.
 */
final class FileCheck implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(FileCheck.class);
    private static final long SLICE = 64L << 20;

    private final FileChannel bytes;
    private final FileHash hash;
    private final String sha256;
    private final Executor threads;
    private final Consumer<Boolean> atEnd;
    private final CompletableFuture<Boolean> verdict = new CompletableFuture<>();
    private int waiting = 1;

    /**
     * A check that one sender waits for.
     *
     * @param bytes closed at the end
     * @param atEnd is told whether the bytes have this hash, before anybody else is
     */
    FileCheck(FileChannel bytes, String sha256, Executor threads, Consumer<Boolean> atEnd) {
        this.bytes = bytes;
        this.hash = new FileHash(bytes);
        this.sha256 = sha256;
        this.threads = threads;
        this.atEnd = atEnd;
    }

    /** Whether the bytes have the hash. */
    CompletableFuture<Boolean> verdict() {
        return verdict;
    }

    /** One more sender waits; false when all others had gone and the check with them, or when the disk failed it. */
    synchronized boolean join() {
        if (waiting == 0 || verdict.isCompletedExceptionally()) {
            return false;
        }
        waiting++;
        return true;
    }

    /** One sender waits no more; whether it was the last. */
    synchronized boolean leave() {
        waiting--;
        return waiting == 0;
    }

    private synchronized boolean isWanted() {
        return waiting > 0;
    }

    @Override
    public void run() {
        try {
            if (!isWanted()) {
                close();
            } else if (hash.advance(SLICE)) {
                close();
                boolean fits = hash.hex().equals(sha256);
                atEnd.accept(fits);
                verdict.complete(fits);
            } else {
                threads.execute(this);
            }
        } catch (IOException | RuntimeException | Error e) {
            // An error, too, has to reach those who wait: nothing else ends their waiting.
            close();
            verdict.completeExceptionally(e);
        }
    }

    private void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            log.warn("A file that was checked did not close", e);
        }
    }
}
