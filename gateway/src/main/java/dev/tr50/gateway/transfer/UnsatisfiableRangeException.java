package dev.tr50.gateway.transfer;

/** No byte of the file is in the range that was asked for. It is an answer, so it has no stack trace. */
final class UnsatisfiableRangeException extends Exception {
    private static final long serialVersionUID = 1;

    private final long fileLength;

    UnsatisfiableRangeException(long fileLength) {
        super("The range begins beyond the end of the file", null, false, false);
        this.fileLength = fileLength;
    }

    /** The value of {@code Content-Range} that goes with status 416. */
    String contentRange() {
        return "bytes */" + fileLength;
    }
}
