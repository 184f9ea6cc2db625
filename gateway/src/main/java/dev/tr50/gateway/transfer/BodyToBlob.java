package dev.tr50.gateway.transfer;

import dev.tr50.gateway.http.BodyTooLongException;
import dev.tr50.gateway.http.ClientLeftException;
import dev.tr50.storage.BlobReceipt;
import dev.tr50.storage.BlobWriter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Moves one stream of bytes, a request body or a part of one, to disk at flat memory.
 *
 * <p>Bytes gather on the event loop while a worker writes what had gathered before; when enough has gathered the stream is paused.
 * A worker goes on as long as there is something to write, but not so long that others wait for it. All state but what has
 * gathered belongs to the event loop on which this is made; call its methods there.
 */
public final class BodyToBlob {
    private static final int BATCHES_IN_A_TURN = 16;

    private final ReadStream<Buffer> body;
    private final long limit;
    private final Context eventLoop = Vertx.currentContext();
    private final Promise<BlobReceipt> stored = Promise.promise();
    private final Gathered gathered = new Gathered();
    private BlobWriter blob;
    private long received;
    private boolean paused;
    private boolean writing;
    private boolean ended;
    private Throwable failure;

    /**
     * Takes over the stream and all of its handlers, and notices from now on when the client leaves.
     *
     * @param body must be paused
     * @param limit the most bytes to accept
     */
    public BodyToBlob(ReadStream<Buffer> body, long limit) {
        this.body = body;
        this.limit = limit;
        body.exceptionHandler(this::leave);
        body.handler(this::gather);
        body.endHandler(this::end);
    }

    /**
     * Reads the stream into the blob. To be called once.
     *
     * @param writer finished or discarded by this, also when the stream has failed already
     * @return the finished blob, to be made a file or discarded by the caller. Fails with {@link BodyTooLongException}, {@link
     *     ClientLeftException}, {@link dev.tr50.storage.DiskFullException}, another {@link dev.tr50.storage.StorageException} or what
     *     {@link #abandon} was told, and then nothing is left of the blob. What still comes of the stream by then is thrown away
     */
    public Future<BlobReceipt> into(BlobWriter writer) {
        blob = writer;
        body.resume();
        if (failure != null) {
            discard();
        }
        return stored.future();
    }

    /**
     * Gives up for a reason that the stream does not know: the rest of the request is wrong, say. Has no effect on a blob that is
     * being finished, as a part is before its request has ended; the caller discards that when it gets it.
     */
    public void abandon(Throwable reason) {
        fail(reason);
    }

    private void gather(Buffer chunk) {
        received += chunk.length();
        if (failure != null) {
            return;
        }
        if (received > limit) {
            fail(new BodyTooLongException(limit));
            return;
        }
        boolean isEnough = gathered.add(chunk) >= blob.batch();
        if (isEnough && !paused) {
            paused = true;
            body.pause();
        }
        if (!writing) {
            work(this::writeGathered, turn -> goOn());
        }
    }

    private void end(Void end) {
        ended = true;
        if (!writing && failure == null) {
            finish();
        }
    }

    /** On a worker. */
    private Void writeGathered() {
        for (int turn = 0; turn < BATCHES_IN_A_TURN; turn++) {
            ByteBuffer[] batch = gathered.take();
            if (batch.length == 0) {
                return null;
            }
            eventLoop.runOnContext(taken -> resume());
            blob.write(batch);
        }
        return null;
    }

    private void resume() {
        if (paused) {
            paused = false;
            body.resume();
        }
    }

    private void goOn() {
        if (failure != null) {
            discard();
        } else if (!gathered.isEmpty()) {
            work(this::writeGathered, turn -> goOn());
        } else if (ended) {
            finish();
        }
    }

    private void finish() {
        work(blob::finish, stored::complete);
    }

    /**
     * Runs on a worker, then goes on here. One handler does both steps of going on: of several, one that is added after the work
     * is done already would run before those that were added earlier.
     */
    private <T> void work(Callable<T> blocking, Consumer<T> next) {
        writing = true;
        eventLoop.executeBlocking(blocking, false).onComplete(done -> {
            writing = false;
            if (done.succeeded()) {
                next.accept(done.result());
            } else {
                fail(done.cause());
            }
        });
    }

    private void leave(Throwable cause) {
        if (!ended) {
            fail(new ClientLeftException(cause));
        }
    }

    private void fail(Throwable cause) {
        if (failure != null) {
            return;
        }
        failure = cause;
        gathered.clear();
        if (blob != null) {
            resume();
            if (!writing) {
                discard();
            }
        }
    }

    private void discard() {
        eventLoop.executeBlocking(this::discardBlob, false).onComplete(done -> stored.tryFail(failure));
    }

    private Void discardBlob() {
        blob.discard();
        return null;
    }
}
