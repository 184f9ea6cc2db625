package dev.tr50.gateway.transfer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Bytes on their way from an event loop to the worker that writes them. */
final class Gathered {
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private int length;

    /** Adds a chunk, which must not be changed any more; how many bytes there are now. */
    synchronized int add(Buffer chunk) {
        chunks.add(((BufferImpl) chunk).byteBuf().nioBuffer(0, chunk.length()));
        length += chunk.length();
        return length;
    }

    /** Everything that has gathered, which is forgotten here. */
    synchronized ByteBuffer[] take() {
        ByteBuffer[] taken = chunks.toArray(ByteBuffer[]::new);
        clear();
        return taken;
    }

    synchronized void clear() {
        chunks.clear();
        length = 0;
    }

    synchronized boolean isEmpty() {
        return chunks.isEmpty();
    }
}
