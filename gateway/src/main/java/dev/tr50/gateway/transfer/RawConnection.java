package dev.tr50.gateway.transfer;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;

/**
 * A connection below HTTP. What passes the HTTP encoder becomes a chunk for each message; what is written here does not, so the
 * frame of a chunk is up to the caller.
 */
final class RawConnection {
    private final ChannelHandlerContext encoder;
    private final IdleStateHandler idle;

    RawConnection(Channel channel) {
        encoder = channel.pipeline().context(HttpResponseEncoder.class);
        idle = channel.pipeline().get(IdleStateHandler.class);
    }

    ByteBufAllocator alloc() {
        return encoder.alloc();
    }

    /** Completes when the message was handed to the socket, which takes messages in the order of the calls. */
    Future<Void> write(Object message) {
        Promise<Void> written = Promise.promise();
        encoder.writeAndFlush(message).addListener(done -> {
            if (done.isSuccess()) {
                stayAwake();
                written.complete();
            } else {
                written.fail(done.cause());
            }
        });
        return written.future();
    }

    Future<Void> write(String ascii) {
        return write((Object) Unpooled.copiedBuffer(ascii, StandardCharsets.US_ASCII));
    }

    /** Ends the connection at once; above HTTP that would wait until the reader has read what is on its way. */
    void cut() {
        encoder.close();
    }

    /** The connection is not to be taken for dead: something has moved, or does not for reasons of ours. */
    void stayAwake() {
        idle.resetWriteTimeout();
    }
}
