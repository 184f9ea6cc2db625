package dev.tr50.gateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An HTTP client that sends exactly the bytes it is told and shows exactly the bytes that come back. */
public final class ByteClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    public ByteClient(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    /** Over a socket of the caller's making, TLS for instance. */
    public ByteClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(60_000);
        in = socket.getInputStream();
    }

    /** Sends text as ISO 8859-1. */
    public ByteClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public ByteClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Status line and header lines, without the empty line that ends them; empty when the connection ends first. */
    public List<String> head() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** The lengths of the chunks up to the terminating one, which is included as 0. */
    public List<Long> chunkLengths() throws IOException {
        List<Long> lengths = new ArrayList<>();
        long length;
        do {
            length = Long.parseLong(line(), 16);
            lengths.add(length);
            skip(length);
            line();
        } while (length > 0);
        return lengths;
    }

    /** Whether something waits to be read. */
    public boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    public byte[] bytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    public String text(int count) throws IOException {
        return new String(bytes(count), StandardCharsets.UTF_8);
    }

    /** Everything up to the end of the connection. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** One line without its CR LF. */
    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n' && b != -1; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Ends the connection with a reset, as a device does that loses power behind a firewall. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Reads that many bytes and forgets them. */
    public void skip(long count) throws IOException {
        in.skipNBytes(count);
    }
}
