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
    /** Null as soon as writes go to the disk. */
    private volatile HeldWrites held;

    OrderedFile(FileBaseDefault disk) {
        this.disk = disk;
    }

    /** Keeps in memory what is written until {@link #release}; a file that is closed before that stays as it was. */
    synchronized void hold() throws IOException {
        held = new HeldWrites(disk);
    }

    /** Writes what was held back, and everything from now on. */
    synchronized void release() throws IOException {
        if (held != null) {
            held.release(new HeldWrites.Target() {
                @Override
                public void write(ByteBuffer source, long position) throws IOException {
                    writeInOrder(source, position);
                }

                @Override
                public void truncate(long size) throws IOException {
                    truncateInOrder(size);
                }
            });
            held = null;
        }
    }

    /** Leaves the limit of {@code source} alone: while H2 writes a chunk, it reads pages out of the same buffer. */
    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
        int length = source.remaining();
        if (held == null) {
            writeInOrder(source, position);
        } else {
            held.write(source, position);
        }
        return length;
    }

    private void writeInOrder(ByteBuffer source, long position) throws IOException {
        int length = source.remaining();
        sync();
        ByteBuffer first = source.duplicate();
        if (length > SECTOR) {
            ByteBuffer rest = source.duplicate();
            rest.position(rest.position() + SECTOR);
            writeFully(rest, position + SECTOR);
            forceInOrder();
            first.limit(first.position() + SECTOR);
        }
        writeFully(first, position);
        source.position(source.limit());
        unsynced = true;
    }

    private void writeFully(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += disk.write(source, at);
        }
    }

    private void sync() throws IOException {
        if (unsynced) {
            forceInOrder();
        }
    }

    /**
     * Never succeeds again after it has failed once: the system may have dropped what it could not write, and would call
     * the next attempt a success.
     */
    @Override
    public synchronized void force(boolean metaData) throws IOException {
        if (held == null) {
            forceInOrder();
        }
    }

    private void forceInOrder() throws IOException {
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
        if (held == null) {
            truncateInOrder(size);
        } else {
            held.truncate(size);
        }
    }

    private void truncateInOrder(long size) throws IOException {
        sync();
        disk.truncate(size);
        unsynced = true;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        // Whoever reads waits for no sync once nothing is held back any more.
        if (held != null) {
            synchronized (this) {
                if (held != null) {
                    return held.read(target, position);
                }
            }
        }
        return disk.read(target, position);
    }

    @Override
    public synchronized long size() throws IOException {
        return held == null ? disk.size() : held.size();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return disk.tryLock(position, size, shared);
    }

    @Override
    protected synchronized void implCloseChannel() throws IOException {
        try {
            if (held == null && failedSync == null) {
                sync();
            }
        } finally {
            disk.close();
        }
    }
}
