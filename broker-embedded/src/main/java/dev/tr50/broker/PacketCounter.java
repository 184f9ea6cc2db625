package dev.tr50.broker;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttMessage;

/** Counts the packets of all connections by type. */
@ChannelHandler.Sharable
final class PacketCounter extends ChannelDuplexHandler {

    private final BrokerCounts counts;

    PacketCounter(BrokerCounts counts) {
        this.counts = counts;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof MqttMessage packet && packet.decoderResult().isSuccess()) {
            counts.packetReceived(packet.fixedHeader().messageType());
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof MqttMessage packet) {
            counts.packetSent(packet.fixedHeader().messageType());
        }
        ctx.write(message, promise);
    }
}
