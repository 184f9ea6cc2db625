package dev.tr50.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Connections that say whatever they are told to. */
public final class Bytes {

    private static final int PATIENCE_MILLIS = 120_000;
    private static final int MOST_READ = 4 << 20;

    private Bytes() {}

    /** One after the other. */
    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /**
     * Sends everything, says that no more will come, and reads until the other side hangs up, which it must.
     *
     * @return what it said, the first bytes of it; each a character
     */
    public static String exchange(int port, byte[]... parts) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            return spoken(socket, joined(parts));
        }
    }

    private static String spoken(Socket socket, byte[] all) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            socket.getOutputStream().write(all);
            socket.shutdownOutput();
            byte[] piece = new byte[8192];
            for (int read = 0;
                    read >= 0 && heard.size() < MOST_READ;
                    read = socket.getInputStream().read(piece)) {
                heard.write(piece, 0, read);
            }
        } catch (SocketException hungUp) {
            // It may hang up before it was told everything; what it said before is lost then.
            return heard.toString(StandardCharsets.ISO_8859_1);
        }
        return heard.toString(StandardCharsets.ISO_8859_1);
    }
}
