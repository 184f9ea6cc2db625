package dev.tr50.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The bytes of files, each under an id that says nothing of its name. */
public final class Blobs {

    private static final int SMALLEST_BATCH = 16 * 1024;
    private static final int LARGEST_BATCH = 512 * 1024;
    private static final int ALL_BATCHES = 16 * 1024 * 1024;

    private final BlobFolder folder;
    private final Steps.Listener steps;
    private final Set<String> unsettled = ConcurrentHashMap.newKeySet();
    private final AtomicInteger writing = new AtomicInteger();
    private final AtomicInteger keepers = new AtomicInteger();
    private final Executor behind = oneThread();

    Blobs(BlobFolder folder, Steps.Listener steps) {
        this.folder = folder;
        this.steps = steps;
    }

    /** Begins a blob. */
    public BlobWriter open() {
        String blobId = ObjectId.next();
        unsettled.add(blobId);
        writing.incrementAndGet();
        return new BlobWriter(this, blobId);
    }

    /**
     * Where the bytes lie. Whoever opens the file may read it to its end even when the blob is removed meanwhile.
     *
     * @throws MissingBlobException when they are not there
     */
    public Path path(String blobId) {
        Path path = folder.finished(blobId);
        if (!Files.exists(path)) {
            throw new MissingBlobException(blobId, null);
        }
        return path;
    }

    /**
     * The bytes, to be read and closed by the caller.
     *
     * @throws MissingBlobException when they are not there
     */
    public FileChannel read(String blobId) {
        try {
            return FileChannel.open(folder.finished(blobId), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new MissingBlobException(blobId, e);
        } catch (IOException e) {
            throw new StorageException("The blob " + blobId + " cannot be opened", e);
        }
    }

    /**
     * What the disk says of the bytes.
     *
     * @throws MissingBlobException when they are not there
     */
    public BlobStamp stamp(String blobId) {
        try {
            return BlobStamp.of(blobId, Files.readAttributes(folder.finished(blobId), BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            throw new MissingBlobException(blobId, e);
        } catch (IOException e) {
            throw new StorageException("The blob " + blobId + " cannot be looked at", e);
        }
    }

    /** Removes a finished blob that no file shall have. */
    public void discard(BlobReceipt receipt) {
        remove(receipt.blobId());
    }

    /** Has {@link #released} blobs stay until {@link #letGo}. */
    void keep() {
        keepers.incrementAndGet();
    }

    /** The next sweep removes those that stayed. */
    void letGo() {
        keepers.decrementAndGet();
    }

    /**
     * Removes a blob that no row points to any more, unless somebody copies what a row pointed to a moment ago.
     *
     * @return whether it was removed
     */
    boolean released(String blobId) {
        if (keepers.get() > 0) {
            settled(blobId);
            return false;
        }
        remove(blobId);
        return true;
    }

    private void remove(String blobId) {
        try {
            Files.deleteIfExists(folder.finished(blobId));
            Files.deleteIfExists(folder.temporary(blobId));
        } catch (IOException e) {
            throw new StorageException("The blob " + blobId + " cannot be removed", e);
        } finally {
            settled(blobId);
        }
    }

    /** From now on the rows alone say whether this blob is needed. */
    void settled(String blobId) {
        unsettled.remove(blobId);
    }

    /** A blob is on the disk and waits for its row. */
    void finished() {
        writing.decrementAndGet();
    }

    /** Nothing is left of a blob that was being written. */
    void ended(String blobId) {
        writing.decrementAndGet();
        settled(blobId);
    }

    /** Bytes that each who writes may gather, see {@link BlobWriter#batch()}. */
    int batch() {
        return Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, ALL_BATCHES / Math.max(1, writing.get())));
    }

    /** Runs what {@link WriteBehind} has to do. */
    Executor behind() {
        return behind;
    }

    private static Executor oneThread() {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread created = new Thread(task, "storage-write-behind");
                    created.setDaemon(true);
                    return created;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    int unsettled() {
        return unsettled.size();
    }

    boolean isUnsettled(String blobId) {
        return unsettled.contains(blobId);
    }

    BlobFolder folder() {
        return folder;
    }

    void reached(Steps step) {
        steps.reached(step);
    }
}
