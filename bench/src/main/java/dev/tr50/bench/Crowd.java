package dev.tr50.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Many MQTT connections on one thread that do nothing but be there. */
final class Crowd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] PINGREQ = {(byte) 0xC0, 0};
    private static final int CONNACK_BYTES = 4;
    private static final int PINGRESP_BYTES = 2;

    private final InetSocketAddress server;
    private final Conversation conversation;
    private final SocketChannel[] channels;
    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(CONNACK_BYTES);
    private int begun;
    private int answered;

    Crowd(InetSocketAddress server, Conversation conversation, int size) throws IOException {
        this.server = server;
        this.conversation = conversation;
        this.channels = new SocketChannel[size];
    }

    int size() {
        return channels.length;
    }

    /**
     * Opens all connections.
     *
     * @param atOnce how many are being opened at a time
     * @return nanoseconds from the first connection's begin to the last one's CONNACK
     * @throws IOException when one is refused, or nothing happens for thirty seconds
     */
    long open(int atOnce) throws IOException {
        long begin = System.nanoTime();
        while (begun < Math.min(atOnce, channels.length)) {
            begin();
        }
        while (answered < channels.length) {
            for (var key : ready()) {
                if (key.isConnectable()) {
                    greet(key);
                } else {
                    admitted(key);
                }
            }
        }
        return System.nanoTime() - begin;
    }

    /** Pings on every connection and returns how many answered. */
    int ping() throws IOException {
        answered = 0;
        for (var channel : channels) {
            channel.write(ByteBuffer.wrap(PINGREQ));
        }
        while (answered < channels.length) {
            for (var key : ready()) {
                if (read(key, PINGRESP_BYTES)) {
                    answered++;
                } else {
                    return answered;
                }
            }
        }
        return answered;
    }

    private void begin() throws IOException {
        var channel = SocketChannel.open();
        channels[begun++] = channel;
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT, begun);
        channel.connect(server);
    }

    private void greet(SelectionKey key) throws IOException {
        var channel = (SocketChannel) key.channel();
        channel.finishConnect();
        var says = conversation.of((Integer) key.attachment());
        channel.write(ByteBuffer.wrap(Packets.connect(says.clientId(), says.user(), says.password())));
        key.interestOps(SelectionKey.OP_READ);
    }

    private void admitted(SelectionKey key) throws IOException {
        if (!read(key, CONNACK_BYTES) || in.get(3) != 0) {
            throw new EOFException("Connection " + key.attachment() + " was not let in.");
        }
        answered++;
        if (begun < channels.length) {
            begin();
        }
    }

    /** Whether so many bytes came; answers this short come in one piece. */
    private boolean read(SelectionKey key, int bytes) throws IOException {
        in.clear();
        return ((SocketChannel) key.channel()).read(in) == bytes;
    }

    private Iterable<SelectionKey> ready() throws IOException {
        selector.selectedKeys().clear();
        if (selector.select(PATIENCE.toMillis()) == 0) {
            throw new IOException("Nothing for " + PATIENCE.toSeconds() + " s; " + answered + " of " + channels.length
                    + " answered.");
        }
        return selector.selectedKeys();
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < begun; i++) {
            channels[i].close();
        }
        selector.close();
    }
}
