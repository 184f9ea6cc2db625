package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.h2.store.fs.FileBaseDefault;

/** What was written to a file and is not in it yet. Reading shows it as if it were. */
final class HeldWrites {

    /** @param bytes null where the file was cut to {@code position} */
    private record Write(long position, byte[] bytes) {}

    /** Where they go in the end. */
    interface Target {
        void write(ByteBuffer source, long position) throws IOException;

        void truncate(long size) throws IOException;
    }

    private final FileBaseDefault file;
    private final List<Write> writes = new ArrayList<>();
    private long size;

    HeldWrites(FileBaseDefault file) throws IOException {
        this.file = file;
        this.size = file.size();
    }

    void write(ByteBuffer source, long position) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        writes.add(new Write(position, bytes));
        size = Math.max(size, position + bytes.length);
    }

    void truncate(long newSize) {
        if (newSize < size) {
            writes.add(new Write(newSize, null));
            size = newSize;
        }
    }

    long size() {
        return size;
    }

    int read(ByteBuffer target, long position) throws IOException {
        int wanted = (int) Math.min(target.remaining(), size - position);
        if (wanted <= 0) {
            return target.hasRemaining() ? -1 : 0;
        }
        byte[] bytes = new byte[wanted];
        ByteBuffer found = ByteBuffer.wrap(bytes);
        int count = 1;
        while (found.hasRemaining() && count > 0) {
            count = file.read(found, position + found.position());
        }
        writes.forEach(write -> show(write, bytes, position));
        target.put(bytes);
        return wanted;
    }

    private static void show(Write write, byte[] bytes, long position) {
        long end = write.bytes() == null ? Long.MAX_VALUE : write.position() + write.bytes().length;
        int from = (int) Math.max(0, write.position() - position);
        int to = (int) Math.min(bytes.length, end - position);
        for (int i = from; i < to; i++) {
            bytes[i] = write.bytes() == null ? 0 : write.bytes()[(int) (position + i - write.position())];
        }
    }

    /** Does what was held back, in the same order. */
    void release(Target target) throws IOException {
        for (Write write : writes) {
            if (write.bytes() == null) {
                target.truncate(write.position());
            } else {
                target.write(ByteBuffer.wrap(write.bytes()), write.position());
            }
        }
    }
}
