package dev.tr50.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;

/**
 * Lets clients of MQTT 3.1 use packet id 0, as libtr50 does for the first of its subscriptions and of its publications at
 * QoS 1. The decoder takes no such id, so it is shown another, and the answer is turned back. Stands before the decoder
 * and leaves connections of other versions as soon as it knows their version; there the id closes the connection.
 */
final class ZeroPacketIds extends ChannelDuplexHandler {

    /** Differs from 0 in its second byte only, because the first may be on its way already when that is seen. */
    private static final int STAND_IN = 0xFF;

    private static final int LENGTH_OF_ITS_NAME = "MQIsdp".length();

    /** Whether the answers to come under the stand-in are for packet id 0 or for the stand-in itself, in order. */
    private final Map<MqttMessageType, Queue<Boolean>> answersDue = new EnumMap<>(MqttMessageType.class);

    private final PacketScan scan = new PacketScan();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            scan.over(bytes, index -> packetId(bytes, index));
            if (scan.connectNameLength() >= 0 && scan.connectNameLength() != LENGTH_OF_ITS_NAME) {
                ctx.pipeline().remove(this);
            }
        }
        ctx.fireChannelRead(message);
    }

    /** @param index of the second byte of a packet id whose first is 0 */
    private void packetId(ByteBuf bytes, int index) {
        if (scan.connectNameLength() != LENGTH_OF_ITS_NAME) {
            return;
        }
        int low = bytes.getUnsignedByte(index);
        if (low == 0) {
            bytes.setByte(index, STAND_IN);
        }
        if (low == 0 || low == STAND_IN) {
            answersDue
                    .computeIfAbsent(scan.answer(), type -> new ArrayDeque<>())
                    .add(low == 0);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!answersDue.isEmpty() && message instanceof ByteBuf bytes && bytes.readableBytes() >= 4) {
            turnBack(bytes);
        }
        ctx.write(message, promise);
    }

    private void turnBack(ByteBuf bytes) {
        int start = bytes.readerIndex();
        MqttMessageType type = MqttMessageType.valueOf(bytes.getUnsignedByte(start) >> 4);
        Queue<Boolean> due = answersDue.get(type);
        int id = start + 1;
        while (bytes.getByte(id) < 0) {
            id++;
        }
        if (due == null || bytes.getUnsignedShort(id + 1) != STAND_IN) {
            return;
        }
        if (Boolean.TRUE.equals(due.poll())) {
            bytes.setByte(id + 2, 0);
        }
        if (due.isEmpty()) {
            answersDue.remove(type);
        }
    }
}
