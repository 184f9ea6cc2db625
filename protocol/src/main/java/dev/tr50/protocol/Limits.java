package dev.tr50.protocol;

/**
 * How much a message may ask of the decoder.
 *
 * @param commands how many commands one message may carry; each one beyond is answered with
 *     {@link ErrorCode#TOO_LARGE}, and ten times as many refuse the whole message
 * @param depth how deep objects and arrays may be nested
 * @param replyBytes how large the results in one reply may be together; a result beyond is replaced by
 *     {@link ErrorCode#TOO_LARGE}, because a short message can ask for many long lists
 */
public record Limits(int commands, int depth, int replyBytes) {

    /** 100 commands, 100 levels, 16 MiB. */
    public static final Limits DEFAULT = new Limits(100, 100, 16 << 20);

    public Limits {
        if (commands < 1 || depth < 4 || replyBytes < 1) {
            throw new IllegalArgumentException("limits must leave room for one command: " + commands + " commands, "
                    + depth + " levels, " + replyBytes + " bytes");
        }
    }
}
