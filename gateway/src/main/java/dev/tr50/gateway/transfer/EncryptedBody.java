package dev.tr50.gateway.transfer;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/**
 * The bytes of a file on their way into TLS, which the kernel cannot move by itself: read piece by piece, the next when the one
 * before has left, so that memory stays flat however slow the reader is.
 */
final class EncryptedBody {
    private static final int PIECE = 256 * 1024;

    /** The most that TLS packs into one record; a reader that takes one of them in a while is alive. */
    private static final int RECORD = 16 * 1024;

    private final Context context;
    private final RawConnection connection;
    private final FileChannel file;

    /** @param context of the connection's event loop */
    EncryptedBody(Context context, RawConnection connection, FileChannel file) {
        this.context = context;
        this.connection = connection;
        this.file = file;
    }

    Future<Void> send(long from, long length) {
        Promise<Void> sent = Promise.promise();
        try {
            file.position(from);
            send(length, sent);
        } catch (IOException e) {
            sent.fail(e);
        }
        return sent.future();
    }

    private void send(long left, Promise<Void> sent) {
        if (left == 0) {
            sent.complete();
            return;
        }
        int length = (int) Math.min(PIECE, left);
        context.executeBlocking(() -> read(length), false)
                .compose(this::writeRecords)
                .onSuccess(written -> send(left - length, sent))
                .onFailure(sent::fail);
    }

    private ByteBuf read(int length) throws IOException {
        ByteBuf piece = connection.alloc().directBuffer(length);
        try {
            while (piece.readableBytes() < length) {
                if (piece.writeBytes(file, length - piece.readableBytes()) < 0) {
                    // Netty tells the end of a file and a file that was closed meanwhile by the same number.
                    throw file.isOpen()
                            ? new EOFException("A blob is shorter than its file")
                            : new ClosedChannelException();
                }
            }
            return piece;
        } catch (IOException | RuntimeException e) {
            piece.release();
            throw e;
        }
    }

    private Future<Void> writeRecords(ByteBuf piece) {
        Future<Void> written = Future.succeededFuture();
        while (piece.isReadable()) {
            written = connection.write(piece.readRetainedSlice(Math.min(RECORD, piece.readableBytes())));
        }
        piece.release();
        return written;
    }
}
