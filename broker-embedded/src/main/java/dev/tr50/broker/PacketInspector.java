package dev.tr50.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import java.util.List;

/**
 * Stands before the decoder and lets no MQTT 5 packet through that breaks {@link PacketRules}; what it finds arrives
 * behind the packets before it, as a message that could not be decoded. Leaves connections of other versions alone as
 * soon as it knows their version.
 */
final class PacketInspector extends ByteToMessageDecoder {

    private static final int CONNECT = 0x10;
    private static final int LEVEL = 5;
    private static final byte[] NAME = {0, 4, 'M', 'Q', 'T', 'T'};
    private static final int MAX_LENGTH_BYTES = 4;

    /** Of a first packet: room for a will and a password of the longest there are. Who sends it is not known yet. */
    private static final int MAX_FIRST_BYTES = 160 << 10;

    private static final String FIRST_TOO_LONG = "a first packet over " + MAX_FIRST_BYTES + " bytes";

    /** The bytes of the length are not all there yet. */
    private static final int INCOMPLETE = -1;

    /** No length at all, or one that the decoder will refuse. */
    private static final int HOPELESS = -2;

    private enum State {
        BEFORE_CONNECT,
        INSPECTING,
        /** The decoder finds the fault by itself. */
        PASSING,
        /** A fault was found and reported. */
        DISCARDING
    }

    private final int maxPacketBytes;
    private final PacketRules rules = new PacketRules();
    private State state = State.BEFORE_CONNECT;
    private int bodyStart;

    PacketInspector(int maxPacketBytes) {
        this.maxPacketBytes = maxPacketBytes;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (state == State.BEFORE_CONNECT && !recognise(ctx, in, out)) {
            return;
        }
        switch (state) {
            case INSPECTING -> inspect(in, out);
            case DISCARDING -> in.skipBytes(in.readableBytes());
            default -> out.add(in.readRetainedSlice(in.readableBytes()));
        }
    }

    /** Whether it is clear by now that there is more to be done. */
    private boolean recognise(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int length = bodyLength(in, in.readerIndex());
        if (length == INCOMPLETE) {
            return false;
        }
        int needed = NAME.length + 1;
        boolean connect = in.getUnsignedByte(in.readerIndex()) == CONNECT && length >= needed;
        if (connect && in.writerIndex() - bodyStart < needed) {
            return false;
        }
        boolean level5 = connect && isLevel5(in);
        if (length > MAX_FIRST_BYTES) {
            report(
                    level5
                            ? Violation.of(ReasonCode.PACKET_TOO_LARGE, FIRST_TOO_LONG)
                            : new TooLongFrameException(FIRST_TOO_LONG),
                    in,
                    out);
            return false;
        }
        if (level5) {
            state = State.INSPECTING;
        } else {
            state = State.PASSING;
            ctx.pipeline().remove(this);
        }
        return true;
    }

    private boolean isLevel5(ByteBuf in) {
        for (int i = 0; i < NAME.length; i++) {
            if (in.getByte(bodyStart + i) != NAME[i]) {
                return false;
            }
        }
        return in.getUnsignedByte(bodyStart + NAME.length) == LEVEL;
    }

    /** Lets as many packets through as are complete, all in one piece. */
    private void inspect(ByteBuf in, List<Object> out) {
        int sound = in.readerIndex();
        Violation violation = null;
        while (violation == null) {
            int length = bodyLength(in, sound);
            if (length == HOPELESS) {
                state = State.PASSING;
                sound = in.writerIndex();
                break;
            }
            if (length == INCOMPLETE || in.writerIndex() - bodyStart < length) {
                break;
            }
            violation = check(in, sound, bodyStart + length);
            if (violation == null) {
                sound = bodyStart + length;
            }
        }
        if (sound > in.readerIndex()) {
            out.add(in.readRetainedSlice(sound - in.readerIndex()));
        }
        if (violation != null) {
            report(violation, in, out);
        }
    }

    private void report(Throwable fault, ByteBuf in, List<Object> out) {
        state = State.DISCARDING;
        in.skipBytes(in.readableBytes());
        out.add(MqttMessageFactory.newInvalidMessage(fault));
    }

    private Violation check(ByteBuf in, int start, int end) {
        try {
            rules.check(in.getUnsignedByte(start), in, bodyStart, end);
            return null;
        } catch (Violation found) {
            return found;
        }
    }

    /** Sets the body's start too. */
    private int bodyLength(ByteBuf in, int start) {
        int length = 0;
        for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
            int at = start + 1 + i;
            if (at >= in.writerIndex()) {
                return INCOMPLETE;
            }
            int octet = in.getUnsignedByte(at);
            length |= (octet & 0x7F) << 7 * i;
            if (octet < 0x80) {
                bodyStart = at + 1;
                return length > maxPacketBytes ? HOPELESS : length;
            }
        }
        return HOPELESS;
    }
}
