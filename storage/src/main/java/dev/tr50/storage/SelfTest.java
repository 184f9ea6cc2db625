package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * Does what a client's change would need done, and undoes it, to see whether it can be done. Both tests may wait for as long as the
 * disk or another change takes, so whoever runs them has to bound that.
 */
public final class SelfTest {

    /** Less free space counts as none: what is left is for the database to end in good order. */
    public static final long LEAST_FREE_BYTES = 16L << 20;

    private static final byte[] CONTENT = new byte[64];

    private final Path folder;
    private final Path database;
    private final LastSeen lastSeen;
    private final GroupCommit commit;
    private final Blobs blobs;
    private final Clock clock;

    /**
     * @param folder that of the data
     * @param database the file in it
     */
    SelfTest(Path folder, Path database, LastSeen lastSeen, GroupCommit commit, Blobs blobs, Clock clock) {
        this.folder = folder;
        this.database = database;
        this.lastSeen = lastSeen;
        this.commit = commit;
        this.blobs = blobs;
        this.clock = clock;
    }

    /**
     * Changes a row, reads it back and has the change reach the disk.
     *
     * @throws DiskFullException when fewer than {@link #LEAST_FREE_BYTES} are free; nothing is tried then
     * @throws StorageException when it cannot be done
     */
    public void database() {
        requireSpace();
        if (!Files.exists(database)) {
            throw new StorageException("The file of the database is gone");
        }
        lastSeen.alive(clock.instant(), List.of(), Map.of());
        if (!lastSeen.isKnown()) {
            throw new StorageException("A row that was written cannot be read");
        }
        try {
            commit.durable().join();
        } catch (CompletionException e) {
            throw new StorageException("A change cannot be brought to disk", e.getCause());
        }
    }

    /**
     * Stores a few bytes as those of a file are stored, and removes them.
     *
     * @throws DiskFullException when there is no room for them or fewer than {@link #LEAST_FREE_BYTES} are free
     * @throws StorageException when it cannot be done
     */
    public void blobs() {
        requireSpace();
        try (BlobWriter writer = blobs.open()) {
            writer.write(ByteBuffer.wrap(CONTENT));
            blobs.discard(writer.finish());
        }
    }

    private void requireSpace() {
        if (freeBytes() < LEAST_FREE_BYTES) {
            throw new DiskFullException(new IOException("fewer than " + LEAST_FREE_BYTES + " bytes are free"));
        }
    }

    /**
     * What is free on the disk of the data folder, in bytes.
     *
     * @throws StorageException when the disk does not tell
     */
    public long freeBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new StorageException("The free space of the data folder is not known", e);
        }
    }
}
