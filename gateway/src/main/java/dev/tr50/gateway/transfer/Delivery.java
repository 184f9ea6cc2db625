package dev.tr50.gateway.transfer;

import io.vertx.core.Future;

/** What a door wants of the sending of one version of a file. */
interface Delivery {
    FileVersion version();

    /** Whether anybody may read it who knows its address, and will always be allowed to. */
    default boolean isForEverybody() {
        return false;
    }

    /** Called before bytes are opened to be sent, on a worker thread; it may block. */
    default void begin() {}

    /** Whether the whole file goes out in chunked encoding, as one chunk, and not with its length. */
    default boolean inOneChunk() {
        return false;
    }

    /** Called when the bytes begin to move, on the event loop. */
    default void started() {}

    /**
     * Called when all bytes are on their way and the answer is not ended yet, so that whoever has seen its end finds this done.
     *
     * @param toTheEnd whether the last byte of the file was among them
     */
    default Future<Void> sent(boolean toTheEnd) {
        return Future.succeededFuture();
    }

    /** Called when nothing moves any more, however it went, where {@link #begin} was called before. */
    default void ended() {}
}
