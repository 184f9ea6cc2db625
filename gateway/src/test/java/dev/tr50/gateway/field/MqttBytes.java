package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * MQTT byte by byte: sends what it is told, whether or not a client should, and shows the bytes that come. It acknowledges and
 * answers nothing by itself.
 */
public final class MqttBytes implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    public MqttBytes(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    /** Over a socket of the caller's making, TLS for instance. */
    MqttBytes(Socket socket) throws IOException {
        this(socket, socket.getInputStream(), socket.getOutputStream());
    }

    /** In streams that wrap those of the socket. */
    MqttBytes(Socket socket, InputStream in, OutputStream out) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = out;
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
    }

    /** How long to wait for the next byte, instead of the usual 20 seconds. */
    public MqttBytes waiting(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        return this;
    }

    /**
     * Sends a packet.
     *
     * @param first its first byte
     * @param parts what follows the length: a number is one byte, text has its length in two bytes before it, an array of bytes
     *     stands for itself
     */
    public MqttBytes send(int first, Object... parts) throws IOException {
        out.write(packet(first, parts));
        return this;
    }

    /** Sends bytes as they are. */
    public MqttBytes send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** A packet as {@link #send(int, Object...)} sends it. */
    public static byte[] packet(int first, Object... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer octet) {
                body.write(octet);
            } else if (part instanceof String text) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                body.write(utf8.length >> 8);
                body.write(utf8.length);
                body.writeBytes(utf8);
            } else {
                body.writeBytes((byte[]) part);
            }
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.size();
        do {
            packet.write(rest > 127 ? rest % 128 | 128 : rest);
            rest /= 128;
        } while (rest > 0);
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The next bytes, as many as are asked for, in hexadecimal with blanks. */
    String bytes(int count) throws IOException {
        return HEX.formatHex(in.readNBytes(count));
    }

    /** The next packet, which must be a PUBLISH. */
    public Publish publish() throws IOException {
        return Publish.of(packet());
    }

    /** The next packet. */
    public Packet packet() throws IOException {
        int first = in.readUnsignedByte();
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 127) << shift;
            shift += 7;
        } while (digit > 127);
        return new Packet(first, in.readNBytes(length));
    }

    /** Asks for a PINGRESP and lets nothing come before it. */
    public void assertNothingMoreCame() throws IOException {
        send(0xC0);
        assertThat(bytes(2)).isEqualTo("d0 00");
    }

    /** Whether the other side ended the connection and sent nothing before. */
    public boolean isHungUp() throws IOException {
        try {
            in.readUnsignedByte();
            return false;
        } catch (EOFException | SocketException gone) {
            return true;
        }
    }

    /** Leaves as a client does that has set SO_LINGER to 0: the other side sees a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A packet, without its length. */
    public record Packet(int first, byte[] body) {
        @Override
        public String toString() {
            return HEX.formatHex(new byte[] {(byte) first}) + " | " + HEX.formatHex(body);
        }
    }

    /**
     * A PUBLISH as it came.
     *
     * @param first its first byte, which holds QoS, DUP and RETAIN
     * @param packetId 0 at QoS 0
     */
    public record Publish(int first, String topic, int packetId, byte[] payload) {
        static Publish of(Packet packet) {
            assertThat(packet.first() & 0xF0).as("PUBLISH, not " + packet).isEqualTo(0x30);
            int first = packet.first();
            byte[] body = packet.body();
            int topicLength = number(body, 0);
            int start = 2 + topicLength;
            boolean hasId = (first & 6) != 0;
            int payload = hasId ? start + 2 : start;
            return new Publish(
                    first,
                    new String(body, 2, topicLength, StandardCharsets.UTF_8),
                    hasId ? number(body, start) : 0,
                    Arrays.copyOfRange(body, payload, body.length));
        }

        private static int number(byte[] bytes, int at) {
            return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }
}
