package dev.tr50.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Stands nearest to the sockets of one door and counts what passes. */
@ChannelHandler.Sharable
final class ByteCounter extends ChannelDuplexHandler {

    private final BrokerCounts counts;
    private final Door door;

    ByteCounter(BrokerCounts counts, Door door) {
        this.counts = counts;
        this.door = door;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        counts.opened(door);
        ctx.channel().closeFuture().addListener(closed -> counts.closed(door));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            counts.received(door, bytes.readableBytes());
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            counts.sent(door, bytes.readableBytes());
        }
        ctx.write(message, promise);
    }
}
