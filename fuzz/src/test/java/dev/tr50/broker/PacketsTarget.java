package dev.tr50.broker;

import static dev.tr50.fuzz.Claims.claim;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a client of MQTT sends, up to where it is taken apart into packets; whole, and in pieces of the first byte's length. */
public final class PacketsTarget {

    private static final int PACKET_BYTES = 10_000;

    private PacketsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        List<String> whole = packets(stream, Math.max(1, stream.length));
        List<String> cut = packets(stream, (input[0] & 0xFF) + 1);
        claim(whole.equals(cut), "packets depend on where the network cuts them: " + whole + " or " + cut);
    }

    /** What is understood of them, up to the first that is not. */
    private static List<String> packets(byte[] stream, int pieceBytes) {
        EmbeddedChannel channel = new EmbeddedChannel(
                new ZeroPacketIds(), new PacketInspector(PACKET_BYTES), new MqttDecoder(PACKET_BYTES, 65_535));
        try {
            for (int from = 0; from < stream.length; from += pieceBytes) {
                byte[] piece = Arrays.copyOfRange(stream, from, Math.min(stream.length, from + pieceBytes));
                channel.writeInbound(Unpooled.wrappedBuffer(piece));
            }
            return taken(channel);
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static List<String> taken(EmbeddedChannel channel) {
        List<String> packets = new ArrayList<>();
        boolean readable = true;
        for (MqttMessage packet = channel.readInbound(); packet != null; packet = channel.readInbound()) {
            if (readable) {
                readable = packet.decoderResult().isSuccess();
                packets.add(readable ? described(packet) : "unreadable");
            }
            ReferenceCountUtil.release(packet);
        }
        return packets;
    }

    private static String described(MqttMessage packet) {
        return packet instanceof MqttPublishMessage publish
                ? publish.fixedHeader() + " " + publish.variableHeader().topicName() + " "
                        + publish.variableHeader().packetId() + " " + ByteBufUtil.hexDump(publish.payload())
                : packet.toString().replaceAll("@[0-9a-f]+", "");
    }
}
