package dev.tr50.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;

/** Stands nearest to the sockets of one port and counts what passes. */
@ChannelHandler.Sharable
final class ByteCounter extends ChannelDuplexHandler {
    private final HttpCounts counts;

    ByteCounter(HttpCounts counts) {
        this.counts = counts;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            counts.received(bytes.readableBytes());
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            counts.sent(bytes.readableBytes());
            ctx.write(message, promise);
        } else if (message instanceof FileRegion file) {
            ctx.write(message, promise.unvoid()).addListener(done -> counts.sent(file.transferred()));
        } else {
            ctx.write(message, promise);
        }
    }
}
