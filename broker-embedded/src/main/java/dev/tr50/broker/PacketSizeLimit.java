package dev.tr50.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Sends an MQTT 5 client no packet larger than it said it takes [MQTT-3.1.2-24]. It stands behind the encoder, where the
 * size of a packet is known. A message that is too large counts as delivered [MQTT-3.1.2-25]; what tells the end of a
 * connection is cut down to its reason code.
 */
final class PacketSizeLimit extends ChannelOutboundHandlerAdapter {

    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int DISCONNECT = 14;

    private final long maximum;
    private long discarded;

    PacketSizeLimit(long maximum) {
        this.maximum = maximum;
    }

    /** How many packets were thrown away. */
    long discarded() {
        return discarded;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf packet && packet.readableBytes() > maximum) {
            try {
                replace(ctx, packet, promise);
            } finally {
                packet.release();
            }
        } else {
            ctx.write(message, promise);
        }
    }

    private void replace(ChannelHandlerContext ctx, ByteBuf packet, ChannelPromise promise) {
        int header = packet.getUnsignedByte(packet.readerIndex());
        int body = bodyStart(packet);
        switch (header >> 4) {
            case PUBLISH -> {
                discard(ctx, promise);
                settle(ctx, header >> 1 & 3, packet, body);
            }
            case DISCONNECT ->
                write(ctx, Unpooled.wrappedBuffer(new byte[] {(byte) header, 1, packet.getByte(body)}), promise);
            case CONNACK -> replaceConnAck(ctx, packet.getByte(body), packet.getByte(body + 1), promise);
            default -> discard(ctx, promise);
        }
    }

    /** A refusal says enough without its text; a welcome cannot do without what it says. */
    private void replaceConnAck(ChannelHandlerContext ctx, byte flags, byte reason, ChannelPromise promise) {
        if (reason == 0) {
            discard(ctx, promise);
            ctx.close();
        } else {
            write(ctx, Unpooled.wrappedBuffer(new byte[] {CONNACK << 4, 3, flags, reason, 0}), promise);
        }
    }

    private void discard(ChannelHandlerContext ctx, ChannelPromise promise) {
        discarded++;
        ctx.write(Unpooled.EMPTY_BUFFER, promise);
    }

    /** What the client would have answered. */
    private static void settle(ChannelHandlerContext ctx, int qos, ByteBuf packet, int body) {
        if (qos == 0) {
            return;
        }
        int packetId = packet.getUnsignedShort(body + 2 + packet.getUnsignedShort(body));
        ctx.fireChannelRead(
                qos == 1
                        ? Packets.pubAck(packetId)
                        : Packets.pubRec(packetId, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR));
    }

    private static int bodyStart(ByteBuf packet) {
        int at = packet.readerIndex() + 1;
        while (packet.getUnsignedByte(at) > 0x7F) {
            at++;
        }
        return at + 1;
    }
}
