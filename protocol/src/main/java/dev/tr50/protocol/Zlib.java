package dev.tr50.protocol;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The compressed form of messages on {@code apiz} and {@code replyz}: a zlib stream (RFC 1950), as libtr50 writes and reads it. */
public final class Zlib {
    private Zlib() {}

    /**
     * Inflates a message.
     *
     * @param mostBytes what the result may measure
     * @throws CommandException with {@link ErrorCode#MALFORMED_MESSAGE} when the bytes are no complete zlib stream, with
     *     {@link ErrorCode#TOO_LARGE} when they would become larger than {@code mostBytes}
     */
    public static byte[] inflate(byte[] compressed, int mostBytes) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            byte[] plain = new byte[Math.min(mostBytes + 1, Math.max(512, compressed.length * 4))];
            int length = 0;
            while (!inflater.finished()) {
                if (length == plain.length) {
                    plain = Arrays.copyOf(plain, Math.min(mostBytes + 1, plain.length * 2));
                }
                int more = inflater.inflate(plain, length, plain.length - length);
                length += more;
                if (length > mostBytes) {
                    throw new CommandException(
                            ErrorCode.TOO_LARGE, "Compressed message becomes larger than " + mostBytes + " bytes");
                }
                if (more == 0 && !inflater.finished()) {
                    throw broken("it ends early");
                }
            }
            return Arrays.copyOf(plain, length);
        } catch (DataFormatException e) {
            throw broken(e.getMessage());
        } finally {
            inflater.end();
        }
    }

    /** Deflates a message. */
    public static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] compressed = new byte[Math.max(64, plain.length / 2)];
            int length = 0;
            while (!deflater.finished()) {
                if (length == compressed.length) {
                    compressed = Arrays.copyOf(compressed, compressed.length * 2);
                }
                length += deflater.deflate(compressed, length, compressed.length - length);
            }
            return Arrays.copyOf(compressed, length);
        } finally {
            deflater.end();
        }
    }

    private static CommandException broken(String why) {
        return new CommandException(ErrorCode.MALFORMED_MESSAGE, "Request is not a zlib stream: " + why);
    }
}
