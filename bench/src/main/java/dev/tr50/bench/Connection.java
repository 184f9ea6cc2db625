package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One MQTT connection that keeps a fixed number of requests in flight. Replies come in the order of the requests, so
 * the oldest request in flight is the one that a reply answers.
 */
final class Connection {

    private static final byte[] SUCCESS = "\"success\":true".getBytes(UTF_8);
    private static final int SUCCESS_WITHIN = 80;
    private static final int BUFFER = 16 * 1024;

    private final Conversation says;
    private final Measurement measurement;
    private final SocketChannel channel;
    private final byte[] publish;
    private final int packetIdAt;
    private final long[] sentAt;
    private ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private SelectionKey key;
    private int oldest;
    private int inFlight;
    private int packetId;

    Connection(InetSocketAddress server, Conversation says, int window, Measurement measurement) throws IOException {
        this.says = says;
        this.measurement = measurement;
        publish = Packets.publish(says.topic(), says.payload(), says.qos());
        packetIdAt = Packets.packetIdAt(says.topic(), publish);
        sentAt = new long[window];
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    /** Registers with the selector and says CONNECT. */
    void start(Selector selector) throws IOException {
        key = channel.register(selector, SelectionKey.OP_READ, this);
        send(Packets.connect(says.clientId(), says.user(), says.password()));
        flush();
    }

    /** Reads what is there, answers it, writes once. */
    void ready() throws IOException {
        if (key.isReadable()) {
            if (channel.read(in) < 0) {
                throw new EOFException("The server closed the connection of " + says.clientId() + ".");
            }
            in.flip();
            takePackets();
        }
        flush();
    }

    void close() throws IOException {
        channel.close();
    }

    private void takePackets() {
        int start = 0;
        int length = 0;
        while (start < in.limit()) {
            length = Packets.lengthAt(in, start);
            if (length < 0 || start + length > in.limit()) {
                break;
            }
            take(start, start + length);
            start += length;
            length = 0;
        }
        in.position(start);
        in.compact();
        if (length > in.capacity()) {
            in = ByteBuffer.allocateDirect(2 * length).put(in.flip());
        }
    }

    private void take(int start, int end) {
        switch ((in.get(start) & 0xFF) >> 4) {
            case Packets.CONNACK -> connected(in.get(end - 1));
            case Packets.SUBACK -> subscribed(in.get(end - 1));
            case Packets.PUBLISH -> replied(start, end);
            case Packets.PUBACK -> measurement.acknowledged();
            default -> throw new IllegalStateException("Unexpected packet, type " + (in.get(start) >> 4 & 0xF));
        }
    }

    private void connected(int returnCode) {
        if (returnCode != 0) {
            throw new IllegalStateException("CONNACK " + returnCode + " for " + says.clientId() + ".");
        }
        if (says.filter() == null) {
            fillWindow();
        } else {
            send(Packets.subscribe(says.filter(), says.qos()));
        }
    }

    private void subscribed(byte grantedQos) {
        if (grantedQos < 0) {
            throw new IllegalStateException("Subscribing to " + says.filter() + " was refused.");
        }
        fillWindow();
    }

    private void fillWindow() {
        while (inFlight < sentAt.length) {
            request();
        }
    }

    private void request() {
        sentAt[(oldest + inFlight) % sentAt.length] = System.nanoTime();
        inFlight++;
        if (says.qos() > 0) {
            packetId = packetId % 0xFFFF + 1;
            publish[packetIdAt] = (byte) (packetId >> 8);
            publish[packetIdAt + 1] = (byte) packetId;
        }
        send(publish);
    }

    private void replied(int start, int end) {
        int topic = start + 1;
        while (in.get(topic++) < 0) {
            // The remaining length ends with the first byte below 128.
        }
        int payload = topic + 2 + (in.getShort(topic) & 0xFFFF);
        if ((in.get(start) >> 1 & 3) > 0) {
            acknowledge(in.getShort(payload));
            payload += 2;
        }
        measurement.replied(System.nanoTime() - sentAt[oldest], succeeded(payload, end));
        oldest = (oldest + 1) % sentAt.length;
        inFlight--;
        request();
    }

    private void acknowledge(short id) {
        room(4).put((byte) 0x40).put((byte) 2).putShort(id);
    }

    private boolean succeeded(int from, int end) {
        int last = Math.min(end, from + SUCCESS_WITHIN) - SUCCESS.length;
        for (int at = from; at <= last; at++) {
            int same = 0;
            while (same < SUCCESS.length && in.get(at + same) == SUCCESS[same]) {
                same++;
            }
            if (same == SUCCESS.length) {
                return true;
            }
        }
        return false;
    }

    private void send(byte[] packet) {
        room(packet.length).put(packet);
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
}
