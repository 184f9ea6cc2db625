package dev.tr50.gateway.backup;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Sends a backup in frames, each with its length in front, so that its end, or why it was not finished, can be told. A length of 0 is
 * followed by the numbers of files and of bytes, -1 by a sentence.
 */
final class FrameOutput extends OutputStream {

    static final int END = 0;
    static final int FAILURE = -1;
    static final int LONGEST = 1 << 16;

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SocketChannel channel;
    private final Selector selector;
    private final Duration patience;
    private final ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + LONGEST);

    /** @param patience how long the reader may take to read something */
    FrameOutput(SocketChannel channel, Duration patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        channel.configureBlocking(false);
        selector = Selector.open();
        channel.register(selector, SelectionKey.OP_WRITE);
        frame.position(Integer.BYTES);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length) {
            int count = Math.min(frame.remaining(), offset + length - at);
            frame.put(bytes, at, count);
            at += count;
            if (!frame.hasRemaining()) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        int length = frame.position() - Integer.BYTES;
        if (length > 0) {
            frame.putInt(0, length).flip();
            send(frame);
            frame.clear().position(Integer.BYTES);
        }
    }

    /** Says that this was all. */
    void end(long files, long bytes) throws IOException {
        flush();
        send(ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(END)
                .putLong(files)
                .putLong(bytes)
                .flip());
    }

    /** Says why there is no more. */
    void fail(String why) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeInt(FAILURE);
        data.writeUTF(why.substring(0, Math.min(why.length(), 1000)));
        send(ByteBuffer.wrap(bytes.toByteArray()));
    }

    private void send(ByteBuffer bytes) throws IOException {
        long heard = System.nanoTime();
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) > 0) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > patience.toNanos()) {
                throw new IOException("nobody has read any of it for " + patience.toSeconds() + " s");
            } else {
                awaitReader();
            }
        }
    }

    /** Not for long at a time, because closing the channel does not end it. */
    private void awaitReader() throws IOException {
        selector.select(LOOK.toMillis());
        selector.selectedKeys().clear();
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
