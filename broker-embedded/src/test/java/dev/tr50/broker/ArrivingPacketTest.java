package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.BrokerCounts.Excess;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivingPacketTest {

    private static final int MOST = 200_000;

    private final PacketRoom room = new PacketRoom(MOST);
    private final BrokerCounts counts = new BrokerCounts();
    private final byte[] packet = RawClient.publish("news", "x".repeat(60_000), 0, 0, false);

    private EmbeddedChannel client() {
        return new EmbeddedChannel(new ArrivingPacket(room, counts));
    }

    private void send(EmbeddedChannel client, int bytes) {
        client.writeInbound(Unpooled.copiedBuffer(packet, 0, bytes));
    }

    @Test
    void a_packet_counts_while_it_arrives_and_no_longer() {
        EmbeddedChannel client = client();
        send(client, 30_000);
        assertThat(room.held()).isEqualTo(30_000);

        client.writeInbound(Unpooled.copiedBuffer(packet, 30_000, packet.length - 30_000));
        assertThat(room.held()).isZero();
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void however_packets_are_cut_nothing_counts_when_all_are_there() {
        ByteBuf many = Unpooled.buffer();
        for (int length : new int[] {0, 1, 100, 127, 128, 16_383, 16_384, 20_000}) {
            many.writeBytes(RawClient.publish("t", "x".repeat(length), 1, 7, false));
            many.writeBytes(new byte[] {(byte) 0xC0, 0});
        }
        Random chance = new Random(1);
        for (int i = 0; i < 50; i++) {
            EmbeddedChannel client = client();
            ByteBuf rest = many.duplicate();
            while (rest.isReadable()) {
                int some = Math.min(rest.readableBytes(), 1 + chance.nextInt(i < 25 ? 5 : 5000));
                client.writeInbound(Unpooled.copiedBuffer(rest.readSlice(some)));
                client.releaseInbound();
            }
            assertThat(room.held()).isZero();
        }
    }

    @Test
    void who_sends_a_long_packet_is_disconnected_when_strangers_have_half_of_all_there_is() {
        EmbeddedChannel one = client();
        EmbeddedChannel another = client();
        send(one, 59_000);
        send(another, 59_000);

        assertThat(one.isOpen()).isTrue();
        assertThat(another.isOpen()).isFalse();
        assertThat(counts.excesses(Excess.ARRIVING_BYTES)).isEqualTo(1);
        assertThat(room.held()).isEqualTo(59_000);
    }

    @Test
    void short_packets_are_taken_all_the_same() {
        room.change(MOST);
        EmbeddedChannel client = client();
        send(client, PacketRoom.FREE);

        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void who_leaves_in_the_midst_of_a_packet_gives_its_room_back() {
        EmbeddedChannel client = client();
        send(client, 30_000);
        client.close();

        assertThat(room.held()).isZero();
    }
}
