package dev.tr50.gateway.filestore;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The bytes of the file in a form. It is paused at first, and with it the request; what of it has arrived by then waits, no more
 * than one read of the socket. It ends when it is told to, for a file is not whole before its form is.
 */
final class FilePart implements ReadStream<Buffer> {
    private final ReadStream<Buffer> form;
    private final String fileName;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private Handler<Buffer> onBytes = bytes -> {};
    private Handler<Void> onEnd = end -> {};
    private boolean flowing;
    private boolean complete;
    private boolean ended;

    /** @param fileName what the client calls the file; may be empty */
    FilePart(ReadStream<Buffer> form, String fileName) {
        this.form = form;
        this.fileName = fileName;
        form.pause();
    }

    String fileName() {
        return fileName;
    }

    /** More bytes have arrived. */
    void add(Buffer bytes) {
        waiting.add(bytes);
        deliver();
    }

    /** All bytes have arrived. */
    void end() {
        complete = true;
        deliver();
    }

    private void deliver() {
        while (flowing && !waiting.isEmpty()) {
            onBytes.handle(waiting.remove());
        }
        if (flowing && complete && !ended) {
            ended = true;
            onEnd.handle(null);
        }
    }

    @Override
    public FilePart pause() {
        flowing = false;
        form.pause();
        return this;
    }

    @Override
    public FilePart resume() {
        flowing = true;
        deliver();
        if (flowing) {
            form.resume();
        }
        return this;
    }

    @Override
    public FilePart fetch(long amount) {
        return resume();
    }

    @Override
    public FilePart handler(Handler<Buffer> handler) {
        onBytes = handler;
        return this;
    }

    @Override
    public FilePart endHandler(Handler<Void> handler) {
        onEnd = handler;
        return this;
    }

    /** It never fails by itself: the form does. */
    @Override
    public FilePart exceptionHandler(Handler<Throwable> handler) {
        return this;
    }
}
