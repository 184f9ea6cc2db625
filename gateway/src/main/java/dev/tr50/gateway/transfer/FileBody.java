package dev.tr50.gateway.transfer;

import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.FutureListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;

/**
 * Sends bytes of a file as the body of an answer, and in chunked encoding as one single chunk.
 *
 * <p>The framework's own {@code sendFile} hands over a megabyte at a time, and each becomes a chunk of its own; so the file goes
 * to the connection below it.
 */
final class FileBody {
    private FileBody() {}

    /**
     * Sends the head that stands in the response, then the bytes. Closes the file in every case, and the connection when the
     * body could not be sent to its end.
     *
     * @param atLast what has to happen when all bytes are on their way and the answer is not ended yet
     */
    static Future<Void> send(
            HttpServerRequest request, FileChannel file, long from, long length, Supplier<Future<Void>> atLast) {
        if (request.response().closed()) {
            return close(file);
        }
        ConnectionBase connection = (ConnectionBase) request.connection();
        request.response().writeHead();
        return write(request, file, from, length)
                .compose(written -> atLast.get())
                .compose(ready -> request.response().end())
                .onFailure(failure -> connection.close());
    }

    private static Future<Void> write(HttpServerRequest request, FileChannel file, long from, long length) {
        if (length == 0) {
            return close(file);
        }
        ConnectionBase connection = (ConnectionBase) request.connection();
        return request.isSSL()
                ? encrypt(request, connection, file, from, length)
                : move(connection, file, from, length);
    }

    private static Future<Void> encrypt(
            HttpServerRequest request, ConnectionBase connection, FileChannel file, long from, long length) {
        Future<Void> sent;
        try {
            EncryptedBody body = new EncryptedBody(connection.getContext(), connection.channel(), file, from, length);
            sent = request.response().isChunked() ? body.sendAsChunk() : body.send();
        } catch (IOException e) {
            sent = Future.failedFuture(e);
        }
        return sent.eventually(() -> close(file));
    }

    private static Future<Void> move(ConnectionBase connection, FileChannel file, long from, long length) {
        IdleStateHandler idle = connection.channel().pipeline().get(IdleStateHandler.class);
        Promise<Void> written = Promise.promise();
        FutureListener<Void> listener = done -> {
            if (done.isSuccess()) {
                written.complete();
            } else {
                written.fail(done.cause());
            }
        };
        connection.writeToChannel(new FileSlice(file, from, length, idle::resetWriteTimeout), listener);
        return written.future();
    }

    private static Future<Void> close(FileChannel file) {
        try {
            file.close();
            return Future.succeededFuture();
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }
}
