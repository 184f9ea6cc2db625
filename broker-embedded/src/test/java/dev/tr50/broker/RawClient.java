package dev.tr50.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Speaks MQTT byte by byte, so that it can say what no client library would. */
final class RawClient implements AutoCloseable {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBREL = 6;
    static final int PUBCOMP = 7;
    static final int SUBACK = 9;
    static final int UNSUBACK = 11;
    static final int PINGRESP = 13;
    static final int DISCONNECT = 14;

    private final Socket socket;
    private final DataInputStream in;

    record Packet(int type, int flags, byte[] body) {

        int at(int index) {
            return body[index] & 0xFF;
        }

        int packetId() {
            return at(0) << 8 | at(1);
        }

        String topic() {
            return new String(body, 2, at(0) << 8 | at(1), StandardCharsets.UTF_8);
        }

        boolean isDup() {
            return (flags & 8) != 0;
        }

        int qos() {
            return flags >> 1 & 3;
        }

        boolean isRetained() {
            return (flags & 1) != 0;
        }

        /** Of a PUBLISH at QoS 1 or 2. */
        int publishId() {
            int end = 2 + packetId();
            return at(end) << 8 | at(end + 1);
        }

        /** Of a PUBLISH before MQTT 5. */
        String payload() {
            int start = 2 + packetId() + (qos() > 0 ? 2 : 0);
            return new String(body, start, body.length - start, StandardCharsets.UTF_8);
        }
    }

    RawClient(Gateway gateway) throws IOException {
        this(gateway.port());
    }

    RawClient(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    /** Over a socket of the caller's making, TLS for instance. */
    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects and is let in. */
    static RawClient connected(Gateway gateway, int level, String user, String clientId) throws IOException {
        RawClient client = new RawClient(gateway);
        client.enter(level, user, clientId);
        return client;
    }

    /** Is let in. */
    void enter(int level, String user, String clientId) throws IOException {
        send(connect(level, true, clientId, user, Gateway.PASSWORD));
        Packet connAck = read();
        if (connAck.type() != CONNACK || connAck.at(1) != 0) {
            throw new IOException("refused with " + connAck.at(1));
        }
    }

    static byte[] connect(int level, boolean clean, String clientId, String user, String password) {
        return connect(level, clean, clientId, user, password, 60);
    }

    static byte[] connect(int level, boolean clean, String clientId, String user, String password, int keepAlive) {
        Body body = new Body().text(level == 3 ? "MQIsdp" : "MQTT").octet(level);
        body.octet((clean ? 2 : 0) | (user == null ? 0 : 0x80) | (password == null ? 0 : 0x40));
        body.number(keepAlive);
        if (level == 5) {
            body.octet(0);
        }
        body.text(clientId);
        if (user != null) {
            body.text(user);
        }
        if (password != null) {
            body.text(password);
        }
        return packet(0x10, body);
    }

    static byte[] publish(String topic, String payload, int qos, int packetId, boolean dup) {
        Body body = new Body().text(topic);
        if (qos > 0) {
            body.number(packetId);
        }
        body.raw(payload.getBytes(StandardCharsets.UTF_8));
        return packet(0x30 | qos << 1 | (dup ? 8 : 0), body);
    }

    /** For MQTT 5, with a topic, properties and payload of the caller's making. */
    static byte[] publish5(String topic, Body properties, String payload) {
        byte[] inner = properties.bytes();
        return packet(
                0x32,
                new Body()
                        .text(topic)
                        .number(1)
                        .octet(inner.length)
                        .raw(inner)
                        .raw(payload.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] subscribe(int level, int packetId, int qos, String... filters) {
        Body body = new Body().number(packetId);
        if (level == 5) {
            body.octet(0);
        }
        for (String filter : filters) {
            body.text(filter).octet(qos);
        }
        return packet(0x82, body);
    }

    static byte[] unsubscribe(int level, int packetId, String... filters) {
        Body body = new Body().number(packetId);
        if (level == 5) {
            body.octet(0);
        }
        for (String filter : filters) {
            body.text(filter);
        }
        return packet(0xA2, body);
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
    static byte[] acknowledgement(int type, int packetId) {
        return packet(type << 4 | (type == PUBREL ? 2 : 0), new Body().number(packetId));
    }

    static byte[] disconnect() {
        return new byte[] {(byte) 0xE0, 0};
    }

    static byte[] ping() {
        return new byte[] {(byte) 0xC0, 0};
    }

    static byte[] packet(int first, Body body) {
        byte[] content = body.bytes();
        Body packet = new Body().octet(first);
        int rest = content.length;
        do {
            packet.octet(rest > 127 ? rest % 128 | 128 : rest);
            rest /= 128;
        } while (rest > 0);
        return packet.raw(content).bytes();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The same for what is refused by its beginning: the gateway may hang up before it has come. */
    void sendUntilHungUp(byte[] bytes) throws IOException {
        try {
            send(bytes);
        } catch (SocketException hungUp) {
            // Whether it has is what the caller looks at.
            return;
        }
    }

    Packet read() throws IOException {
        int first = in.readUnsignedByte();
        int length = 0;
        int digit;
        int shift = 0;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 127) << shift;
            shift += 7;
        } while (digit > 127);
        return new Packet(first >> 4, first & 15, in.readNBytes(length));
    }

    /** The next packet of the type, whatever comes before it. */
    Packet read(int type) throws IOException {
        Packet packet = read();
        while (packet.type() != type) {
            packet = read();
        }
        return packet;
    }

    /** Reads what comes, whatever it is, until the other side hangs up. */
    void drain() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Whether the broker hung up, after packets that do not matter here. */
    boolean isHungUp() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException gone) {
            return true;
        }
    }

    /** Whether the server has hung up by now; for a client that was sent nothing. */
    boolean isHungUpNow() throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException gone) {
            return true;
        } finally {
            socket.setSoTimeout(60_000);
        }
    }

    /** Fails unless the broker hangs up without another packet. */
    void assertHungUpInSilence() throws IOException {
        try {
            Packet packet = read();
            throw new AssertionError("a packet of type " + packet.type() + " where a closed connection was expected");
        } catch (EOFException | SocketException gone) {
            socket.close();
        }
    }

    /** Goes so that the other side sees a reset connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Goes without DISCONNECT. */
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }

    /** The inside of a packet. */
    static final class Body {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Body octet(int value) {
            out.write(value);
            return this;
        }

        Body number(int value) {
            return octet(value >> 8).octet(value & 0xFF);
        }

        Body text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return number(bytes.length).raw(bytes);
        }

        Body raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
