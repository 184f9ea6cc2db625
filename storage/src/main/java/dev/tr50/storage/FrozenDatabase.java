package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.UsedSpace;

/**
 * The database as it was at one moment, while it goes on. H2 only appends to its file and later uses space again whose chunks nobody
 * needs; until this is closed it appends alone. So everything up to where the file ended at that moment stays as it was, but for the
 * two blocks at its beginning, which are remembered.
 */
final class FrozenDatabase implements AutoCloseable {

    private static final int HEADER = 2 * 4096;
    private static final int PIECE = 1 << 20;

    private final FileStore<?> file;
    private final int retention;
    private final ByteBuffer header;
    private final long length;

    /** To be made while nothing is written and nobody can change anything. */
    FrozenDatabase(MVStore store) {
        file = store.getFileStore();
        retention = file.getRetentionTime();
        header = file.readFully(null, 0, HEADER);
        length = UsedSpace.of(store);
        file.setReuseSpace(false);
        file.setRetentionTime(Integer.MAX_VALUE);
    }

    /** In bytes. */
    long length() {
        return length;
    }

    /** Writes a file that H2 opens like one that a crash left at that moment. */
    void copyTo(FileChannel target, IoAction eachPiece) throws IOException {
        write(header.duplicate(), target);
        for (long at = HEADER; at < length; at += PIECE) {
            eachPiece.run();
            write(read(at, (int) Math.min(PIECE, length - at)), target);
        }
    }

    private ByteBuffer read(long at, int bytes) throws IOException {
        try {
            return file.readFully(null, at, bytes);
        } catch (MVStoreException e) {
            throw new IOException("The database cannot be read: " + e.getMessage(), e);
        }
    }

    private static void write(ByteBuffer bytes, FileChannel target) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    @Override
    public void close() {
        file.setRetentionTime(retention);
        file.setReuseSpace(true);
    }
}
