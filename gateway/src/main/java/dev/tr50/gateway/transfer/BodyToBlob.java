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
 * <p>Bytes gather on the event loop while a worker writes what had gathered before; when a batch is full the stream is paused. So
 * there is one hop for each batch, however small the chunks, and at most two batches in memory. All state belongs to the event
 * loop on which this is made; call its methods there.
 */
public final class BodyToBlob {
    private static final int BATCH = 256 * 1024;

    private final ReadStream<Buffer> body;
    private final long limit;
    private final Context eventLoop = Vertx.currentContext();
    private final Promise<BlobReceipt> stored = Promise.promise();
    private BlobWriter blob;
    private Buffer gathered = Buffer.buffer();
    private long received;
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
        gathered.appendBuffer(chunk);
        if (!writing) {
            writeGathered();
        } else if (gathered.length() >= BATCH) {
            body.pause();
        }
    }

    private void end(Void end) {
        ended = true;
        if (!writing && failure == null) {
            finish();
        }
    }

    private void writeGathered() {
        Buffer batch = gathered;
        gathered = Buffer.buffer(batch.length());
        work(
                () -> {
                    blob.write(ByteBuffer.wrap(batch.getBytes()));
                    return null;
                },
                written -> goOn());
    }

    private void goOn() {
        if (failure != null) {
            discard();
        } else if (gathered.length() > 0) {
            writeGathered();
            body.resume();
        } else if (ended) {
            finish();
        } else {
            body.resume();
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
        gathered = Buffer.buffer();
        if (blob != null) {
            body.resume();
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
