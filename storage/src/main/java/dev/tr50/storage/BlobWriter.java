package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Takes the bytes of one file as they arrive, at flat memory. End it with {@link #finish()} or {@link #discard()}; closing
 * it discards what was not finished. For one thread at a time.
 */
public final class BlobWriter implements AutoCloseable {

    private final Blobs blobs;
    private final String blobId;
    private final Path temporary;
    private final FileChannel channel;
    private final WriteBehind behind;
    private final CRC32 crc32 = new CRC32();
    private final MessageDigest sha256 = sha256();
    private long length;
    private boolean ended;

    BlobWriter(Blobs blobs, String blobId) {
        this.blobs = blobs;
        this.blobId = blobId;
        this.temporary = blobs.folder().temporary(blobId);
        try {
            channel = OwnerAlone.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            blobs.ended(blobId);
            throw failure(e);
        }
        behind = new WriteBehind(channel, blobs.behind());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /**
     * How many bytes are worth gathering for one call of {@link #write}: the fewer, the more blobs are being written, so that all who
     * gather stay within 16 MiB together as long as there are no more than a thousand.
     */
    public int batch() {
        return blobs.batch();
    }

    /**
     * Takes all remaining bytes of the buffers.
     *
     * @throws DiskFullException when there is no room for them; the bytes written so far are gone
     * @throws StorageException when the disk fails otherwise; the bytes written so far are gone
     */
    public void write(ByteBuffer... bytes) {
        requireOpen();
        try {
            long left = 0;
            for (ByteBuffer buffer : bytes) {
                crc32.update(buffer.duplicate());
                sha256.update(buffer.duplicate());
                left += buffer.remaining();
            }
            length += left;
            // Counted, because the last buffers may be empty.
            while (left > 0) {
                left -= channel.write(bytes);
            }
            behind.written(length);
        } catch (IOException e) {
            ended = true;
            StorageException failure = failure(e);
            cleanUp(failure, temporary);
            throw failure;
        }
    }

    /** Bytes taken so far. */
    public long length() {
        return length;
    }

    /** CRC-32 of the bytes taken so far, unsigned. */
    public long crc32() {
        return crc32.getValue();
    }

    /**
     * Puts the bytes on the disk under their final id. Give the receipt to {@link Transfers#complete} or
     * {@link Blobs#discard}.
     *
     * @throws DiskFullException when there is no room for them; nothing is left behind
     * @throws StorageException when the disk fails otherwise; nothing is left behind
     */
    public BlobReceipt finish() {
        requireOpen();
        ended = true;
        Path target = blobs.folder().finished(blobId);
        try {
            blobs.reached(Steps.BLOB_WRITTEN);
            behind.await();
            channel.force(true);
            channel.close();
            blobs.reached(Steps.BLOB_SYNCED);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            blobs.reached(Steps.BLOB_RENAMED);
            BlobFolder.sync(blobs.folder().shardOf(blobId));
            blobs.reached(Steps.BLOB_FINISHED);
            blobs.finished();
        } catch (IOException e) {
            StorageException failure = failure(e);
            cleanUp(failure, target);
            throw failure;
        }
        return new BlobReceipt(blobId, length, crc32.getValue(), HexFormat.of().formatHex(sha256.digest()));
    }

    /** Removes what was written. Does nothing when the writer has ended. */
    public void discard() {
        if (!ended) {
            ended = true;
            cleanUp(null, temporary);
        }
    }

    /** The same as {@link #discard()}. */
    @Override
    public void close() {
        discard();
    }

    private void cleanUp(StorageException failure, Path target) {
        try {
            channel.close();
            Files.deleteIfExists(temporary);
            Files.deleteIfExists(target);
        } catch (IOException e) {
            if (failure == null) {
                throw failure(e);
            }
            failure.addSuppressed(e);
        } finally {
            blobs.ended(blobId);
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("This writer has ended");
        }
    }

    private static StorageException failure(IOException e) {
        String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return reason.contains("no space left") || reason.contains("quota exceeded")
                ? new DiskFullException(e)
                : new StorageException("The bytes of a file cannot be written", e);
    }
}
