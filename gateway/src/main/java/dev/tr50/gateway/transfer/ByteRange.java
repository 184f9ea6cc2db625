package dev.tr50.gateway.transfer;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, asked for by the header {@code Range} (RFC 9110, 14.1.2).
 *
 * @param from index of the first byte
 * @param length bytes; 0 only for the whole of an empty file
 */
record ByteRange(long from, long length) {
    private static final Pattern SINGLE =
            Pattern.compile("bytes=[ \\t]*(\\d*)-(\\d*)[ \\t]*", Pattern.CASE_INSENSITIVE);

    /** Everything. */
    static ByteRange whole(long fileLength) {
        return new ByteRange(0, fileLength);
    }

    boolean reachesEnd(long fileLength) {
        return from + length == fileLength;
    }

    /**
     * Reads the header.
     *
     * @param header the value, or null
     * @param fileLength bytes in the file
     * @return empty when the whole file is to be sent: no header, several ranges, another unit or no valid syntax
     * @throws UnsatisfiableRangeException when no byte of the file is in the range
     */
    static Optional<ByteRange> parse(String header, long fileLength) throws UnsatisfiableRangeException {
        Matcher range = SINGLE.matcher(header == null ? "" : header);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            return Optional.of(suffix(number(range.group(2)), fileLength));
        }
        long first = number(range.group(1));
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
        if (last < first) {
            return Optional.empty();
        }
        if (first >= fileLength) {
            throw new UnsatisfiableRangeException(fileLength);
        }
        return Optional.of(new ByteRange(first, Math.min(last, fileLength - 1) - first + 1));
    }

    private static ByteRange suffix(long bytes, long fileLength) throws UnsatisfiableRangeException {
        long length = Math.min(bytes, fileLength);
        if (length == 0) {
            throw new UnsatisfiableRangeException(fileLength);
        }
        return new ByteRange(fileLength - length, length);
    }

    /** Numbers of any length are valid; what does not fit a long is beyond the end of every file. */
    private static long number(String digits) {
        return digits.length() < 19
                ? Long.parseLong(digits)
                : new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    /** The value of {@code Content-Range}. */
    String contentRange(long fileLength) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + fileLength;
    }
}
