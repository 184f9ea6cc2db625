package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/**
 * Keeps what H2 writes in order on the disk, so that a power cut in the middle of a write leaves the state before it.
 *
 * <p>H2 appends chunks and takes the newest one whose first and last block look right for the state of the database. The
 * disk may have stored these two but not what lies between them. So each write waits until the one before is on the disk,
 * and its first sector, without which it is not seen, is written when the rest is on the disk.
 */
final class OrderedFile extends FileBaseDefault {

    /** What a disk stores whole or not at all; H2's headers are shorter. */
    private static final int SECTOR = 512;

    private final FileBaseDefault disk;
    private boolean unsynced;
    private IOException failedSync;

    OrderedFile(FileBaseDefault disk) {
        this.disk = disk;
    }

    /** Leaves the limit of {@code source} alone: while H2 writes a chunk, it reads pages out of the same buffer. */
    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
        int length = source.remaining();
        sync();
        ByteBuffer first = source.duplicate();
        if (length > SECTOR) {
            ByteBuffer rest = source.duplicate();
            rest.position(rest.position() + SECTOR);
            writeFully(rest, position + SECTOR);
            force(true);
            first.limit(first.position() + SECTOR);
        }
        writeFully(first, position);
        source.position(source.limit());
        unsynced = true;
        return length;
    }

    private void writeFully(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += disk.write(source, at);
        }
    }

    private void sync() throws IOException {
        if (unsynced) {
            force(true);
        }
    }

    /**
     * Never succeeds again after it has failed once: the system may have dropped what it could not write, and would call
     * the next attempt a success.
     */
    @Override
    public synchronized void force(boolean metaData) throws IOException {
        if (failedSync != null) {
            throw new IOException("The disk has failed before", failedSync);
        }
        try {
            disk.force(true);
        } catch (IOException e) {
            failedSync = e;
            throw e;
        }
        unsynced = false;
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
        sync();
        disk.truncate(size);
        unsynced = true;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return disk.read(target, position);
    }

    @Override
    public long size() throws IOException {
        return disk.size();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return disk.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        disk.close();
    }
}
