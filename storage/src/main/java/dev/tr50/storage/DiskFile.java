package dev.tr50.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/**
 * A file that survives the interruption of a thread that uses it. A {@link java.nio.channels.FileChannel} is closed by
 * that, and the database with it.
 */
final class DiskFile extends FileBaseDefault {

    private final RandomAccessFile file;

    /** @param mode {@code r} or {@code rw} */
    DiskFile(String path, String mode) throws IOException {
        file = new RandomAccessFile(path, mode.startsWith("rw") ? "rw" : "r");
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        ByteBuffer bytes = target.hasArray() ? target : ByteBuffer.allocate(target.remaining());
        int count;
        synchronized (file) {
            file.seek(position);
            count = file.read(bytes.array(), begin(bytes), bytes.remaining());
        }
        if (count > 0) {
            if (bytes == target) {
                target.position(target.position() + count);
            } else {
                target.put(bytes.limit(count));
            }
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        int length = source.remaining();
        // A chunk may be megabytes, and is in an array as H2 writes it.
        ByteBuffer bytes = source.hasArray()
                ? source
                : ByteBuffer.allocate(length).put(source.duplicate()).flip();
        synchronized (file) {
            file.seek(position);
            file.write(bytes.array(), begin(bytes), length);
        }
        source.position(source.limit());
        return length;
    }

    private static int begin(ByteBuffer bytes) {
        return bytes.arrayOffset() + bytes.position();
    }

    @Override
    public long size() throws IOException {
        return file.length();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        file.setLength(size);
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.getFD().sync();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.getChannel().tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
