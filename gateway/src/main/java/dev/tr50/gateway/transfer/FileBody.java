package dev.tr50.gateway.transfer;

import io.netty.channel.ChannelFutureListener;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;

/**
 * Sends bytes of a file as the body of an answer, and in chunked encoding as one single chunk.
 *
 * <p>The framework's own {@code sendFile} hands over a megabyte at a time, and each becomes a chunk of its own; so the file goes
 * to the connection below it.
 *
 * <p>As long as the bytes are not known to be sound, the last of them are held back: an answer that arrives complete is right.
 */
final class FileBody {
    private static final long HELD_BACK = 64 * 1024;
    private static final long AWAKE_MILLIS = 500;

    private final HttpServerRequest request;
    private final ConnectionBase connection;
    private final Context context;
    private final RawConnection raw;
    private final OpenedFile file;
    private final ByteRange part;

    private FileBody(HttpServerRequest request, OpenedFile file, ByteRange part) {
        this.request = request;
        this.connection = (ConnectionBase) request.connection();
        this.context = connection.getContext();
        this.raw = new RawConnection(connection.channel());
        this.file = file;
        this.part = part;
    }

    /**
     * Sends the head that stands in the response, then the bytes. Closes the file in every case, and the connection when the
     * body could not be sent to its end.
     *
     * @param atLast what has to happen when all bytes are on their way and the answer is not ended yet
     */
    static Future<Void> send(
            HttpServerRequest request, OpenedFile file, ByteRange part, Supplier<Future<Void>> atLast) {
        if (request.response().closed()) {
            return file.close();
        }
        return new FileBody(request, file, part).send(atLast);
    }

    private Future<Void> send(Supplier<Future<Void>> atLast) {
        ChannelFutureListener leaving = gone -> file.close();
        connection.channel().closeFuture().addListener(leaving);
        request.response().writeHead();
        return write().eventually(() -> {
                    connection.channel().closeFuture().removeListener(leaving);
                    return file.close();
                })
                .compose(written -> atLast.get())
                .compose(ready -> request.response().end())
                .onFailure(failure -> connection.close());
    }

    private Future<Void> write() {
        if (part.length() == 0) {
            return Future.succeededFuture();
        }
        if (!request.response().isChunked()) {
            return writeBytes();
        }
        return raw.write(Long.toHexString(part.length()) + "\r\n")
                .compose(begun -> writeBytes())
                .compose(written -> raw.write("\r\n"));
    }

    private Future<Void> writeBytes() {
        Future<Void> sound = file.sound(context).onFailure(damaged -> raw.cut());
        Future<Void> sent =
                sound.isComplete() ? sound.compose(known -> move(part.from(), part.length())) : holdBack(sound);
        // What is written when the connection is closed fails for that reason, which is not the reason.
        return sent.recover(failure -> Future.failedFuture(sound.failed() ? sound.cause() : failure));
    }

    private Future<Void> holdBack(Future<Void> sound) {
        long held = Math.min(HELD_BACK, part.length());
        long before = part.length() - held;
        return move(part.from(), before)
                .compose(sent -> awaitAwake(sound))
                .compose(known -> move(part.from() + before, held));
    }

    private Future<Void> awaitAwake(Future<Void> sound) {
        Vertx vertx = context.owner();
        long timer = vertx.setPeriodic(AWAKE_MILLIS, tick -> raw.stayAwake());
        return sound.onComplete(known -> vertx.cancelTimer(timer));
    }

    private Future<Void> move(long from, long length) {
        if (length == 0) {
            return Future.succeededFuture();
        }
        FileChannel bytes = file.bytes();
        return request.isSSL()
                ? new EncryptedBody(context, raw, bytes).send(from, length)
                : raw.write(new FileSlice(bytes, from, length, raw::stayAwake));
    }
}
