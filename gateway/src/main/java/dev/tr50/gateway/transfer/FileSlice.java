package dev.tr50.gateway.transfer;

import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A part of a file as one message to the socket, moved by the kernel without passing through the heap.
 *
 * <p>Each call moves a bounded piece, so that a fast reader does not keep the event loop to itself, and reports it, so that a
 * slow one is not taken for dead. Leaves the file open.
 */
final class FileSlice extends AbstractReferenceCounted implements FileRegion {
    private static final long PIECE = 512 * 1024;

    private final FileChannel file;
    private final long from;
    private final long length;
    private final Runnable onProgress;
    private long transferred;

    FileSlice(FileChannel file, long from, long length, Runnable onProgress) {
        this.file = file;
        this.from = from;
        this.length = length;
        this.onProgress = onProgress;
    }

    @Override
    public long transferTo(WritableByteChannel socket, long position) throws IOException {
        long moved = file.transferTo(from + position, Math.min(PIECE, length - position), socket);
        if (moved > 0) {
            transferred += moved;
            onProgress.run();
        } else if (position < length && from + position >= file.size()) {
            throw new EOFException("A blob is shorter than its file");
        }
        return moved;
    }

    @Override
    public long position() {
        return from;
    }

    @Override
    @Deprecated
    public long transfered() {
        return transferred;
    }

    @Override
    public long transferred() {
        return transferred;
    }

    @Override
    public long count() {
        return length;
    }

    @Override
    protected void deallocate() {
        // The file belongs to whoever sends its slices.
    }

    @Override
    public FileSlice retain() {
        super.retain();
        return this;
    }

    @Override
    public FileSlice retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public FileSlice touch() {
        return this;
    }

    @Override
    public FileSlice touch(Object hint) {
        return this;
    }
}
