package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that tells how far the database and the journal certainly reach. Both are read up to where they seem to end, so
 * without it nobody would notice that an end is missing: H2 opens an older state then.
 *
 * <p>It is written after each sync and never synced itself: a power cut may leave an older one, which asks for less.
 */
final class SyncedMark implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SyncedMark.class);
    private static final long MAGIC = 0x5452_3530_4d41_524bL;
    private static final int CHECKED = 3 * Long.BYTES;
    private static final int LENGTH = CHECKED + Integer.BYTES;

    /**
     * What is on the disk.
     *
     * @param database version of H2's store
     * @param samples number of the last one in the journal
     */
    record Position(long database, long samples) {}

    private final DiskFile file;
    private Position last;
    private boolean failed;

    /** @throws DataFolderException when the file cannot be written */
    SyncedMark(Path path) {
        try {
            OwnerAlone.makeFile(path);
            file = new DiskFile(path.toString(), "rw");
        } catch (IOException e) {
            throw new DataFolderException("The file " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * What an earlier process noted; empty when there is nothing, or a power cut left half of it.
     *
     * @throws DataFolderException when it cannot be read
     */
    static Optional<Position> read(Path path) {
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
            boolean whole = bytes.remaining() == LENGTH && bytes.getLong() == MAGIC;
            if (!whole || bytes.getInt(CHECKED) != crc(bytes.array())) {
                return Optional.empty();
            }
            return Optional.of(new Position(bytes.getLong(), bytes.getLong()));
        } catch (IOException e) {
            throw new DataFolderException("The file " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Both are on the disk up to there. A mark that cannot be written is told of once; the one before holds as well. */
    synchronized void reached(Position position) {
        if (position.equals(last)) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .putLong(MAGIC)
                .putLong(position.database())
                .putLong(position.samples());
        bytes.putInt(crc(bytes.array())).flip();
        try {
            file.write(bytes, 0);
            last = position;
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("How far the data folder reaches cannot be noted: {}", e.toString());
            }
            failed = true;
        }
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CHECKED);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new StorageException("The note of how far the data folder reaches cannot be closed", e);
        }
    }
}
