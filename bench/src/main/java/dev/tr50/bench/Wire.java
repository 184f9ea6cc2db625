package dev.tr50.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection to an MQTT server: shows the packets that come one by one, and writes what is to be sent in one piece. */
final class Wire implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    /** Is shown what comes. */
    @FunctionalInterface
    interface Reader {
        /** One packet, from its first byte to the one behind its last. */
        void packet(ByteBuffer in, int start, int end);
    }

    private final Reader reader;
    private final SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private SelectionKey key;

    Wire(InetSocketAddress server, Reader reader) throws IOException {
        this.reader = reader;
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    /** Registers with the selector and sends a first packet. */
    void start(Selector selector, Participant participant, byte[] first) throws IOException {
        key = channel.register(selector, SelectionKey.OP_READ, participant);
        send(first);
        flush();
    }

    /**
     * Reads what is there, shows it, writes once.
     *
     * @throws EOFException when the server has closed the connection
     */
    void ready() throws IOException {
        if (key.isReadable()) {
            if (channel.read(in) < 0) {
                throw new EOFException("The server closed a connection.");
            }
            in.flip();
            takePackets();
        }
        flush();
    }

    /** Sends a packet at the end of {@link #ready()}. */
    void send(byte[] packet) {
        room(packet.length).put(packet);
    }

    /** Sends the PUBACK of a packet at the end of {@link #ready()}. */
    void acknowledge(short id) {
        room(4).put((byte) 0x40).put((byte) 2).putShort(id);
    }

    private void takePackets() {
        int start = 0;
        int length = 0;
        while (start < in.limit()) {
            length = Packets.lengthAt(in, start);
            if (length < 0 || start + length > in.limit()) {
                break;
            }
            reader.packet(in, start, start + length);
            start += length;
            length = 0;
        }
        in.position(start);
        in.compact();
        if (length > in.capacity()) {
            in = ByteBuffer.allocateDirect(2 * length).put(in.flip());
        }
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            out = ByteBuffer.allocateDirect(2 * (out.capacity() + bytes)).put(out.flip());
        }
        return out;
    }

    private void flush() throws IOException {
        out.flip();
        channel.write(out);
        int wanted = out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        out.compact();
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
