package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** WebSocket as paho-mqtt for Python writes and reads it: each packet is one masked frame, headers are spelt its own way. */
final class PahoPythonWebSocket {
    private static final int BINARY = 0x82;
    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private PahoPythonWebSocket() {}

    /** Shakes hands. */
    static MqttBytes over(Socket socket) throws IOException {
        String authority = "127.0.0.1:" + socket.getPort();
        String request = "GET /mqtt HTTP/1.1\r\nHost: " + authority
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: https://" + authority
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-Websocket-Version: 13\r\n"
                + "Sec-Websocket-Protocol: mqtt\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertAccepted(in);
        return new MqttBytes(socket, new Frames(in), new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet});
            }

            @Override
            public void write(byte[] packet) throws IOException {
                socket.getOutputStream().write(frame(packet));
            }
        });
    }

    /** It reads line by line and looks for three headers in lower case, and for the digest of its key. */
    private static void assertAccepted(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101");
        assertThat(head.toString().lines().skip(1))
                .anyMatch(line -> line.equalsIgnoreCase("Connection: Upgrade"))
                .anyMatch(line -> line.equalsIgnoreCase("Upgrade: websocket"))
                .anyMatch(line -> line.equalsIgnoreCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }

    private static byte[] frame(byte[] content) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(BINARY);
        if (content.length < 126) {
            frame.write(0x80 | content.length);
        } else if (content.length < 65_536) {
            frame.writeBytes(new byte[] {(byte) 0xFE, (byte) (content.length >> 8), (byte) content.length});
        } else {
            frame.writeBytes(new byte[] {(byte) 0xFF, 0, 0, 0, 0, 0});
            frame.writeBytes(
                    new byte[] {(byte) (content.length >> 16), (byte) (content.length >> 8), (byte) content.length});
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < content.length; i++) {
            frame.write(content[i] ^ MASK[i % MASK.length]);
        }
        return frame.toByteArray();
    }

    /** What the frames hold, one after the other. */
    private static final class Frames extends InputStream {
        private final DataInputStream in;
        private long left;

        Frames(DataInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            while (left == 0) {
                assertThat(in.readUnsignedByte()).as("a whole binary frame").isEqualTo(BINARY);
                int length = in.readUnsignedByte();
                left = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
            }
            left--;
            return in.readUnsignedByte();
        }
    }
}
