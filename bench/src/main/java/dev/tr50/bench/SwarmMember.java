package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;

/** One connection of a {@link Swarm}. */
final class SwarmMember {

    private static final int CONNACK_BYTES = 4;
    private static final int TURN = 64;
    private static final byte[] FAILURE = "\"success\":false".getBytes(US_ASCII);
    private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(US_ASCII);

    private enum State {
        AWAY,
        CONNECTING,
        UPGRADING,
        GREETING,
        IN
    }

    private final InetSocketAddress server;
    private final Behaviour behaviour;
    private final byte[] packet;
    private State state = State.AWAY;
    private long again = Long.MIN_VALUE;
    private SocketChannel channel;
    private ByteBuffer rest;
    private long due;
    private long refusals;

    SwarmMember(InetSocketAddress server, Behaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
        this.packet = behaviour.packet() == null ? null : framed(behaviour.packet());
    }

    boolean isIn() {
        return state == State.IN;
    }

    boolean isOpening() {
        return state != State.AWAY && state != State.IN;
    }

    boolean mayOpen(long now) {
        return state == State.AWAY && now >= again;
    }

    long refusals() {
        return refusals;
    }

    void open(Selector selector) throws IOException {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (!behaviour.reads()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 8192);
        }
        state = State.CONNECTING;
        channel.connect(server);
        channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    void ready(SelectionKey key, ByteBuffer in) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            greet();
        } else {
            if (key.isReadable()) {
                read(key, in);
            }
            if (key.isValid() && key.isWritable()) {
                flood();
            }
        }
    }

    private void greet() throws IOException {
        if (behaviour.webSocket()) {
            state = State.UPGRADING;
            send(("GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + "Sec-WebSocket-Protocol: mqtt\r\n\r\n")
                    .getBytes(US_ASCII));
        } else {
            state = State.GREETING;
            send(behaviour.connect());
        }
    }

    private void read(SelectionKey key, ByteBuffer in) throws IOException {
        in.clear();
        if (channel.read(in) < 0) {
            throw new EOFException("closed");
        }
        in.flip();
        switch (state) {
            case UPGRADING -> {
                require(Packets.find(in, SWITCHING, 0, in.limit()) == 0);
                state = State.GREETING;
                send(framed(behaviour.connect()));
            }
            case GREETING -> {
                require(in.limit() >= CONNACK_BYTES && in.get((behaviour.webSocket() ? 2 : 0) + 3) == 0);
                enter(key);
            }
            default -> refusals += Packets.find(in, FAILURE, 0, in.limit()) >= 0 ? 1 : 0;
        }
    }

    private static void require(boolean expected) throws IOException {
        if (!expected) {
            throw new IOException("turned away");
        }
    }

    private void enter(SelectionKey key) throws IOException {
        state = State.IN;
        due = System.nanoTime()
                + ThreadLocalRandom.current()
                        .nextLong(Math.max(1, behaviour.every().toNanos()));
        if (behaviour.first() != null) {
            send(framed(behaviour.first()));
        }
        key.interestOps(
                (behaviour.reads() ? SelectionKey.OP_READ : 0) | (behaviour.floods() ? SelectionKey.OP_WRITE : 0));
    }

    /** As much as the socket takes, and no more than lets the others have their turn. */
    private void flood() throws IOException {
        boolean more = true;
        for (int i = 0; i < TURN && more; i++) {
            if (rest == null || !rest.hasRemaining()) {
                rest = ByteBuffer.wrap(packet);
            }
            more = channel.write(rest) > 0 && !rest.hasRemaining();
        }
    }

    /** Says what it has to say, if it is time. */
    void sayWhenDue(long now) throws IOException {
        if (packet != null && !behaviour.floods() && now - due >= 0) {
            due = now + behaviour.every().toNanos();
            send(packet);
        }
    }

    private void send(byte[] bytes) throws IOException {
        require(channel.write(ByteBuffer.wrap(bytes)) == bytes.length);
    }

    /** A frame of a client is masked; with zeros its bytes stay what they are. */
    private byte[] framed(byte[] bytes) {
        if (!behaviour.webSocket()) {
            return bytes;
        }
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8).put((byte) 0x82);
        if (bytes.length < 126) {
            frame.put((byte) (0x80 | bytes.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) bytes.length);
        }
        frame.putInt(0).put(bytes).flip();
        byte[] whole = new byte[frame.remaining()];
        frame.get(whole);
        return whole;
    }

    void closeUntil(long then) {
        state = State.AWAY;
        again = then;
        rest = null;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket cannot be closed", e);
        }
    }
}
