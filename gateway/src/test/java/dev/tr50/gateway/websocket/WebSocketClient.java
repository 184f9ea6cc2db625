package dev.tr50.gateway.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Speaks WebSocket byte by byte, so that it can say what no client library would. */
final class WebSocketClient implements AutoCloseable {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int LAST = 0x80;

    /** The example of RFC 6455, section 1.3. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final Socket socket;
    private final DataInputStream in;

    record Frame(int first, byte[] content) {
        int opcode() {
            return first & 0x0F;
        }

        int closeStatus() {
            return ByteBuffer.wrap(content).getShort() & 0xFFFF;
        }
    }

    WebSocketClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A client whose handshake is done. */
    static WebSocketClient open(Socket socket) throws IOException {
        WebSocketClient client = new WebSocketClient(socket);
        client.send(handshake("Sec-WebSocket-Protocol: mqtt"));
        List<String> head = client.head();
        if (!head.get(0).startsWith("HTTP/1.1 101 ")) {
            throw new IOException(head.toString());
        }
        return client;
    }

    static byte[] handshake(String... moreHeaders) {
        StringBuilder request = new StringBuilder("GET /mqtt HTTP/1.1\r\nHost: gateway\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n");
        for (String header : moreHeaders) {
            request.append(header).append("\r\n");
        }
        return ascii(request.append("\r\n").toString());
    }

    /** A frame as a client must send it, masked. */
    static byte[] frame(int first, byte... content) {
        ByteArrayOutputStream frame = head(first, MASKED, content.length);
        frame.writeBytes(MASK);
        for (int i = 0; i < content.length; i++) {
            frame.write(content[i] ^ MASK[i % MASK.length]);
        }
        return frame.toByteArray();
    }

    static byte[] binary(byte... content) {
        return frame(LAST | BINARY, content);
    }

    /** The beginning of a frame, up to its mask. */
    static byte[] frameHead(int first, long length) {
        return head(first, MASKED, length).toByteArray();
    }

    static byte[] unmasked(int first, byte... content) {
        ByteArrayOutputStream frame = head(first, 0, content.length);
        frame.writeBytes(content);
        return frame.toByteArray();
    }

    private static ByteArrayOutputStream head(int first, int masked, long length) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(first);
        if (length < 126) {
            head.write(masked | (int) length);
        } else if (length < 1 << 16) {
            head.write(masked | 126);
            head.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            head.write(masked | 127);
            head.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        return head;
    }

    WebSocketClient send(byte[]... parts) throws IOException {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            together.writeBytes(part);
        }
        socket.getOutputStream().write(together.toByteArray());
        return this;
    }

    /** Is let in as that thing; MQTT 3.1.1 or 5. */
    WebSocketClient enter(int level, String clientId) throws IOException {
        send(binary(Mqtt.connect(level, clientId, 60)));
        byte[] connAck = packet();
        if (connAck[0] != 0x20 || connAck[3] != 0) {
            throw new IOException("not let in");
        }
        return this;
    }

    List<String> head() throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.readUnsignedByte();
            if (octet != '\n') {
                line.write(octet);
                continue;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            if (text.isEmpty()) {
                return lines;
            }
            lines.add(text);
            line.reset();
        }
    }

    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if ((length & MASKED) != 0) {
            throw new IOException("a server must not mask");
        }
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(first, in.readNBytes(length));
    }

    /** The content of the next frame, which must be a whole binary one. */
    byte[] packet() throws IOException {
        Frame frame = frame();
        if (frame.first() != (LAST | BINARY)) {
            throw new IOException("not binary: " + frame.first() + " " + frame.content().length);
        }
        return frame.content();
    }

    byte[] raw(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    /** What still comes until the connection ends. */
    byte[] rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                rest.write(b);
            }
        } catch (SocketException reset) {
            // The end too.
        }
        return rest.toByteArray();
    }

    /** Whether the connection is over, after whatever still comes. */
    boolean isHungUp() throws IOException {
        try {
            in.readAllBytes();
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    Socket socket() {
        return socket;
    }

    /** Goes so that the other side sees a reset connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
