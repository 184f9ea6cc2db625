package dev.tr50.protocol;

/**
 * How much a message may ask of the decoder.
 *
 * @param commands how many commands one message may carry; each one beyond is answered with
 *     {@link ErrorCode#TOO_LARGE}, and ten times as many refuse the whole message
 * @param depth how deep objects and arrays may be nested
 * @param inflatedBytes how large a compressed message may become
 */
public record Limits(int commands, int depth, int inflatedBytes) {

    /** 100 commands, 100 levels, 1 MiB. */
    public static final Limits DEFAULT = new Limits(100, 100, 1 << 20);

    public Limits {
        if (commands < 1 || depth < 4 || inflatedBytes < 1) {
            throw new IllegalArgumentException("limits must leave room for one command: " + commands + " commands, "
                    + depth + " levels, " + inflatedBytes + " bytes");
        }
    }
}
