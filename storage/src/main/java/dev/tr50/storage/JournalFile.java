package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.h2.message.DbException;
import org.h2.store.fs.FilePath;

/**
 * A file of the journal: a header with the number of the next sample, then frames. A frame that a crash cut off is the end of the
 * file: nobody was told that what it holds is on disk.
 */
final class JournalFile implements AutoCloseable {

    private static final long MAGIC = 0x5452_3530_534d_504cL;
    private static final int HEADER = 2 * Long.BYTES + Integer.BYTES;
    private static final int FRAME_HEADER = 2 * Integer.BYTES;
    private static final int LARGEST_FRAME = 1 << 30;

    private final FilePath path;
    private final FileChannel channel;
    private final long first;
    private final long cutOff;
    private long length;

    /** @param channel null for a file that is not written any more */
    private JournalFile(FilePath path, FileChannel channel, long first, long length, long cutOff) {
        this.path = path;
        this.channel = channel;
        this.first = first;
        this.length = length;
        this.cutOff = cutOff;
    }

    /** A new file, on disk but for its name in the folder. */
    static JournalFile create(FilePath path, long first) throws IOException {
        FileChannel channel = path.open("rw");
        JournalFile file = new JournalFile(path, channel, first, HEADER, 0);
        try {
            channel.truncate(0);
            ByteBuffer header = ByteBuffer.allocate(HEADER).putLong(MAGIC).putLong(first);
            header.putInt(crc(header.array(), 0, 2 * Long.BYTES)).flip();
            file.write(header, 0);
            file.force();
            return file;
        } catch (IOException e) {
            file.discard(e);
            throw e;
        }
    }

    /** Removes a file that could not be made; what fails of that is told with the failure. */
    void discard(IOException failure) {
        try {
            channel.close();
            // Left behind, it would be taken for the file that follows the one before, which gets more samples.
            path.delete();
        } catch (IOException | DbException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Reads a file up to where a crash cut it off.
     *
     * @param header takes the number of the first sample behind the file's beginning
     * @return the file, to which nothing can be added; empty when a crash left not even its header whole
     * @throws DataFolderException when something is missing before what was on the disk already
     */
    static Optional<JournalFile> read(FilePath path, LongConsumer header, Consumer<BytesReader> frames)
            throws IOException {
        try (FileChannel channel = path.open("r")) {
            long size = channel.size();
            ByteBuffer head = read(channel, 0, HEADER);
            if (head == null || !isHeader(head)) {
                // The header is on the disk before the first frame is written.
                requireNothingBehind(path, HEADER, size);
                return Optional.empty();
            }
            long first = head.getLong(Long.BYTES);
            header.accept(first);
            long at = HEADER;
            for (ByteBuffer frame = frame(channel, at); frame != null; frame = frame(channel, at)) {
                frames.accept(new BytesReader(frame.array()));
                at += FRAME_HEADER + frame.capacity();
            }
            requireNothingBehind(path, endOfFrame(channel, at), size);
            return Optional.of(new JournalFile(path, null, first, at, size - at));
        }
    }

    /** Each frame is on the disk before the next is written, so a crash damages none but the last. */
    private static void requireNothingBehind(FilePath path, long end, long size) {
        if (end < size) {
            throw new DataFolderException("The journal is damaged: what stands in " + path.getName() + " before byte "
                    + end + " cannot be read, and more follows; restore the data folder from a backup");
        }
    }

    /** Where the frame that begins there ends by its own account; as far as possible away when it has none to give. */
    private static long endOfFrame(FileChannel channel, long at) throws IOException {
        ByteBuffer head = read(channel, at, FRAME_HEADER);
        int length = head == null ? 0 : head.getInt();
        return length <= 0 ? Long.MAX_VALUE : at + FRAME_HEADER + length;
    }

    private static boolean isHeader(ByteBuffer head) {
        return head.getLong(0) == MAGIC && head.getInt(2 * Long.BYTES) == crc(head.array(), 0, 2 * Long.BYTES);
    }

    private static ByteBuffer frame(FileChannel channel, long at) throws IOException {
        ByteBuffer head = read(channel, at, FRAME_HEADER);
        if (head == null) {
            return null;
        }
        int length = head.getInt();
        if (length <= 0 || length > LARGEST_FRAME || channel.size() - at - FRAME_HEADER < length) {
            return null;
        }
        ByteBuffer content = read(channel, at + FRAME_HEADER, length);
        return content == null || crc(content.array(), 0, length) != head.getInt() ? null : content;
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long position = at;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, position);
            if (count <= 0) {
                return null;
            }
            position += count;
        }
        return bytes.flip();
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** Adds a frame, which is on disk after the next {@link #force}. One that failed is written again at the same place. */
    void append(byte[] content) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + content.length)
                .putInt(content.length)
                .putInt(crc(content, 0, content.length))
                .put(content)
                .flip();
        int bytes = frame.remaining();
        write(frame, length);
        length += bytes;
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** The number of the next sample when the file was made. */
    long first() {
        return first;
    }

    long length() {
        return length;
    }

    /** Bytes at the end that are no whole frame. */
    long cutOff() {
        return cutOff;
    }

    FilePath path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
