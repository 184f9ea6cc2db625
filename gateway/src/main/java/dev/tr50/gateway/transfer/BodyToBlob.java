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
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Moves one request body to disk at flat memory.
 *
 * <p>Bytes gather on the event loop while a worker writes what had gathered before; when a batch is full the socket is not
 * read. So there is one hop for each batch, however small the chunks, and at most two batches in memory. All state belongs to
 * the event loop of the request.
 */
final class BodyToBlob {
    private static final int BATCH = 256 * 1024;

    private final HttpServerRequest request;
    private final long limit;
    private final Context eventLoop = Vertx.currentContext();
    private final Promise<BlobReceipt> stored = Promise.promise();
    private BlobWriter blob;
    private Buffer gathered = Buffer.buffer();
    private long received;
    private boolean writing;
    private boolean ended;
    private Throwable failure;

    /** Takes over the request, which must be paused, and notices from now on when the client leaves. */
    BodyToBlob(HttpServerRequest request, long limit) {
        this.request = request;
        this.limit = limit;
        request.exceptionHandler(this::leave);
        request.handler(this::gather);
        request.endHandler(this::end);
    }

    /**
     * Reads the body into the blob.
     *
     * @return the finished blob; or what went wrong, and then nothing is left of it
     */
    Future<BlobReceipt> into(BlobWriter writer) {
        blob = writer;
        if (failure != null) {
            discard();
        } else {
            request.resume();
        }
        return stored.future();
    }

    private void gather(Buffer chunk) {
        received += chunk.length();
        if (failure != null) {
            return;
        }
        if (received > limit) {
            request.pause();
            fail(new BodyTooLongException(limit));
            return;
        }
        gathered.appendBuffer(chunk);
        if (!writing) {
            writeGathered();
        } else if (gathered.length() >= BATCH) {
            request.pause();
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
            request.resume();
        } else if (ended) {
            finish();
        } else {
            request.resume();
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
        if (blob != null && !writing) {
            discard();
        }
    }

    private void discard() {
        gathered = Buffer.buffer();
        eventLoop.executeBlocking(this::discardBlob, false).onComplete(done -> stored.tryFail(failure));
    }

    private Void discardBlob() {
        blob.discard();
        return null;
    }
}
