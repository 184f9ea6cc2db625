package dev.tr50.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the bytes of the packet that one client has begun to send, however they are cut, and disconnects who wants more when there
 * is no {@link PacketRoom} left. Stands before whatever waits for whole packets.
 */
final class ArrivingPacket extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ArrivingPacket.class);
    private static final int MAX_LENGTH_SHIFT = 21;

    private final PacketRoom room;
    private final BrokerCounts counts;
    private boolean inHeader = true;
    private boolean inLength;
    private int shift;
    private int left;
    private int held;
    private boolean turnedAway;

    ArrivingPacket(PacketRoom room, BrokerCounts counts) {
        this.room = room;
        this.counts = counts;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (turnedAway) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof ByteBuf bytes) {
            int before = held;
            follow(bytes);
            room.change(held - before);
            if (held > PacketRoom.FREE && room.isFull(ctx.pipeline().get(Border.class) == null)) {
                ReferenceCountUtil.release(message);
                turnAway(ctx);
                return;
            }
        }
        ctx.fireChannelRead(message);
    }

    /** Where the bytes are no MQTT it may lose its way; the decoder finds that and the connection ends. */
    private void follow(ByteBuf bytes) {
        int index = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (index < end) {
            if (inHeader || inLength) {
                octet(bytes.getUnsignedByte(index));
                index++;
            } else {
                int some = Math.min(left, end - index);
                index += some;
                left -= some;
                held += some;
                endIfWhole();
            }
        }
    }

    private void octet(int octet) {
        held++;
        if (inHeader) {
            inHeader = false;
            inLength = true;
            shift = 0;
            left = 0;
        } else {
            left |= (octet & 0x7F) << shift;
            shift += 7;
            inLength = octet >= 0x80 && shift <= MAX_LENGTH_SHIFT;
            endIfWhole();
        }
    }

    private void endIfWhole() {
        if (!inLength && left == 0) {
            inHeader = true;
            held = 0;
        }
    }

    private void turnAway(ChannelHandlerContext ctx) {
        turnedAway = true;
        counts.exceeded(BrokerCounts.Excess.ARRIVING_BYTES);
        giveBack();
        Border border = ctx.pipeline().get(Border.class);
        if (border == null) {
            LOG.info(
                    "{}: a long packet, and others have all the room there is for them, closing",
                    ctx.channel().remoteAddress());
            ctx.close();
        } else {
            border.dismiss(ReasonCode.QUOTA_EXCEEDED, "a long packet, and others have all the room there is for them");
        }
    }

    private void giveBack() {
        room.change(-held);
        held = 0;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        turnedAway = true;
        giveBack();
        ctx.fireChannelInactive();
    }
}
