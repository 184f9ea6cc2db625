package dev.tr50.gateway.filestore;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A body that arrives in pieces of the test's choosing, and keeps them back while it is paused. */
final class Pieces implements ReadStream<Buffer> {
    private final byte[] bytes;
    private final int[] cuts;
    private int next;
    private boolean flowing;
    private boolean delivering;
    private Handler<Buffer> onBytes;
    private Handler<Void> onEnd;
    private Handler<Throwable> onFailure;

    /** @param cuts where one piece ends and the next begins, ascending */
    Pieces(byte[] bytes, int... cuts) {
        this.bytes = bytes.clone();
        this.cuts = cuts.clone();
    }

    boolean isPaused() {
        return !flowing;
    }

    void breakOff(Throwable why) {
        onFailure.handle(why);
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        while (flowing && next <= cuts.length) {
            int from = next == 0 ? 0 : cuts[next - 1];
            int to = next == cuts.length ? bytes.length : cuts[next];
            next++;
            onBytes.handle(Buffer.buffer().appendBytes(bytes, from, to - from));
        }
        if (flowing && next == cuts.length + 1) {
            next++;
            onEnd.handle(null);
        }
        delivering = false;
    }

    @Override
    public Pieces pause() {
        flowing = false;
        return this;
    }

    @Override
    public Pieces resume() {
        flowing = true;
        deliver();
        return this;
    }

    @Override
    public Pieces fetch(long amount) {
        return resume();
    }

    @Override
    public Pieces handler(Handler<Buffer> handler) {
        onBytes = handler;
        return this;
    }

    @Override
    public Pieces endHandler(Handler<Void> handler) {
        onEnd = handler;
        return this;
    }

    @Override
    public Pieces exceptionHandler(Handler<Throwable> handler) {
        onFailure = handler;
        return this;
    }
}
