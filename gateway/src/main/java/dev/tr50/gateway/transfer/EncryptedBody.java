package dev.tr50.gateway.transfer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a file on their way into TLS, which the kernel cannot move by itself: read piece by piece, the next when the one
 * before has left, so that memory stays flat however slow the reader is.
 *
 * <p>Pieces that pass the HTTP encoder become a chunk each. These are written behind it, and what frames them as one chunk too.
 */
final class EncryptedBody {
    private static final int PIECE = 256 * 1024;

    /** The most that TLS packs into one record; a reader that takes one of them in a while is alive. */
    private static final int RECORD = 16 * 1024;

    private final Context context;
    private final ChannelHandlerContext encoder;
    private final IdleStateHandler idle;
    private final FileChannel file;
    private long left;

    /** @param context of the connection's event loop */
    EncryptedBody(Context context, Channel channel, FileChannel file, long from, long length) throws IOException {
        this.context = context;
        this.encoder = channel.pipeline().context(HttpResponseEncoder.class);
        this.idle = channel.pipeline().get(IdleStateHandler.class);
        this.file = file.position(from);
        this.left = length;
    }

    /** As one chunk, without the chunk of length 0 that ends the body. */
    Future<Void> sendAsChunk() {
        return write(ascii(Long.toHexString(left) + "\r\n"))
                .compose(begun -> send())
                .compose(sent -> write(ascii("\r\n")));
    }

    /** As they are. */
    Future<Void> send() {
        Promise<Void> sent = Promise.promise();
        sendRest(sent);
        return sent.future();
    }

    private void sendRest(Promise<Void> sent) {
        if (left == 0) {
            sent.complete();
            return;
        }
        context.executeBlocking(this::read, false)
                .compose(this::writeRecords)
                .onSuccess(written -> sendRest(sent))
                .onFailure(sent::fail);
    }

    private ByteBuf read() throws IOException {
        int length = (int) Math.min(PIECE, left);
        ByteBuf piece = encoder.alloc().directBuffer(length);
        try {
            while (piece.readableBytes() < length) {
                if (piece.writeBytes(file, length - piece.readableBytes()) < 0) {
                    throw new EOFException("A blob is shorter than its file");
                }
            }
            return piece;
        } catch (IOException | RuntimeException e) {
            piece.release();
            throw e;
        }
    }

    private Future<Void> writeRecords(ByteBuf piece) {
        left -= piece.readableBytes();
        Future<Void> written = Future.succeededFuture();
        while (piece.isReadable()) {
            written = write(piece.readRetainedSlice(Math.min(RECORD, piece.readableBytes())));
        }
        piece.release();
        return written;
    }

    /** Completes when the bytes were handed to the socket, which takes them in the order of the calls. */
    private Future<Void> write(ByteBuf bytes) {
        Promise<Void> written = Promise.promise();
        encoder.writeAndFlush(bytes).addListener(done -> {
            if (done.isSuccess()) {
                idle.resetWriteTimeout();
                written.complete();
            } else {
                written.fail(done.cause());
            }
        });
        return written.future();
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
