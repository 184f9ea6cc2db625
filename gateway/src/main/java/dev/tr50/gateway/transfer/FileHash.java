package dev.tr50.gateway.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a file, taken in as many steps as one likes. Leaves the position of the channel alone. */
final class FileHash {
    private static final int BUFFER = 128 * 1024;

    private final FileChannel bytes;
    private final MessageDigest sha256 = sha256();
    private long position;

    FileHash(FileChannel bytes) {
        this.bytes = bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Reads up to that many more bytes; whether the end of the file has been reached. */
    boolean advance(long most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, most));
        long end = position + most;
        while (position < end) {
            int count = bytes.read(buffer.clear().limit((int) Math.min(buffer.capacity(), end - position)), position);
            if (count < 0) {
                return true;
            }
            position += count;
            sha256.update(buffer.flip());
        }
        return false;
    }

    /** The hash in hex. To be asked once, at the end. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
