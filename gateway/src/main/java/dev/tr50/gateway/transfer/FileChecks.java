package dev.tr50.gateway.transfer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tr50.storage.BlobStamp;
import dev.tr50.storage.Blobs;
import dev.tr50.storage.MissingBlobException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens stored bytes, and tells whether they are those that were stored.
 *
 * <p>What is short is hashed before it is sent, what is long beside the sending, by a few threads of their own however many
 * files are being sent. A verdict holds for ten minutes, as long as the file looks untouched.
 */
final class FileChecks {
    /** So much is hashed in a few milliseconds. */
    static final long SHORT = 4L << 20;

    private static final Duration VERDICT_HOLDS = Duration.ofMinutes(10);
    private static final int VERDICTS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(FileChecks.class);

    private final Blobs blobs;
    private final Executor threads = checkers();
    private final Cache<BlobStamp, Boolean> verdicts = Caffeine.newBuilder()
            .expireAfterWrite(VERDICT_HOLDS)
            .maximumSize(VERDICTS)
            .build();
    private final Map<BlobStamp, FileCheck> running = new ConcurrentHashMap<>();

    FileChecks(Blobs blobs) {
        this.blobs = blobs;
    }

    /**
     * Looks whether the bytes are there, as many as there should be, and not known to be damaged. Blocks.
     *
     * @throws dev.tr50.storage.MissingBlobException when they are not there
     */
    void inspect(FileVersion file) throws DamagedFileException, IOException {
        try (FileChannel bytes = blobs.read(file.blobId())) {
            isKnownToBeSound(file, blobs.stamp(file.blobId()), bytes);
        }
    }

    /**
     * Opens the bytes to be sent, {@linkplain #inspect inspects} them and begins to hash them where they are long. Blocks.
     *
     * @throws dev.tr50.storage.MissingBlobException when they are not there
     */
    OpenedFile open(FileVersion file) throws DamagedFileException, IOException {
        FileChannel bytes = blobs.read(file.blobId());
        try {
            BlobStamp stamp = blobs.stamp(file.blobId());
            return isKnownToBeSound(file, stamp, bytes)
                    ? OpenedFile.sound(bytes)
                    : OpenedFile.unchecked(bytes, check(file, stamp), check -> leave(stamp, check));
        } catch (DamagedFileException | IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** Takes over the verdict on bytes that were hashed on their way to the disk. Short ones are hashed in no time, so they are. Blocks. */
    void arrived(FileVersion file) {
        if (file.length() <= SHORT) {
            return;
        }
        try {
            verdicts.put(blobs.stamp(file.blobId()), true);
        } catch (MissingBlobException replacedAlready) {
            log.debug("The bytes {} were replaced as soon as they were there", file.blobId());
        }
    }

    private boolean isKnownToBeSound(FileVersion file, BlobStamp stamp, FileChannel bytes)
            throws DamagedFileException, IOException {
        if (bytes.size() != file.length()) {
            throw new DamagedFileException(bytes.size() + " bytes on the disk instead of " + file.length());
        }
        Boolean verdict = verdicts.getIfPresent(stamp);
        if (verdict == null && file.length() <= SHORT) {
            FileHash hash = new FileHash(bytes);
            hash.advance(file.length());
            verdict = hash.hex().equals(file.sha256());
            verdicts.put(stamp, verdict);
        }
        if (Boolean.FALSE.equals(verdict)) {
            throw DamagedFileException.otherBytes();
        }
        return verdict != null;
    }

    private FileCheck check(FileVersion file, BlobStamp stamp) {
        return running.compute(stamp, (same, old) -> old != null && old.join() ? old : begin(file, stamp));
    }

    private FileCheck begin(FileVersion file, BlobStamp stamp) {
        FileCheck check = new FileCheck(blobs.read(file.blobId()), file.sha256(), threads, fits -> {
            verdicts.put(stamp, fits);
            running.remove(stamp);
        });
        threads.execute(check);
        return check;
    }

    private void leave(BlobStamp stamp, FileCheck check) {
        if (check.leave()) {
            running.remove(stamp, check);
        }
    }

    private static Executor checkers() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "file-check");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
