package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.BrokerCounts.Excess;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerCountsTest {
    private Gateway gateway;
    private BrokerCounts counts;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway(Gateway.settings().withLimits(BrokerLimits.DEFAULT.withConnections(1)));
        counts = gateway.broker.counts();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void bytes_and_packets_are_counted_in_both_directions_as_the_wire_has_them() throws Exception {
        byte[] connect = RawClient.connect(4, true, "app", "a.pump", Gateway.PASSWORD);
        byte[] command = RawClient.publish("api/1", "x", 0, 0, false);
        byte[] reply = RawClient.publish("reply/1", "re:x", 0, 0, false);
        try (RawClient client = new RawClient(gateway)) {
            client.send(connect);
            client.read(RawClient.CONNACK);
            client.send(command);
            assertThat(client.read(RawClient.PUBLISH).payload()).isEqualTo("re:x");

            assertThat(counts.bytesIn(Door.MQTT)).isEqualTo(connect.length + command.length);
            await().untilAsserted(() -> assertThat(counts.bytesOut(Door.MQTT)).isEqualTo(4 + reply.length));
            assertThat(counts.packetsIn(MqttMessageType.CONNECT)).isEqualTo(1);
            assertThat(counts.packetsIn(MqttMessageType.PUBLISH)).isEqualTo(1);
            assertThat(counts.packetsOut(MqttMessageType.CONNACK)).isEqualTo(1);
            assertThat(counts.packetsOut(MqttMessageType.PUBLISH)).isEqualTo(1);
            assertThat(counts.openConnections(Door.MQTT)).isEqualTo(1);
        }
        await().untilAsserted(
                        () -> assertThat(counts.openConnections(Door.MQTT)).isZero());
        assertThat(counts.connections(Door.MQTT)).isEqualTo(1);
        assertThat(counts.bytesIn(Door.MQTTS) + counts.bytesIn(Door.WS)).isZero();
    }

    @Test
    void who_is_turned_away_is_counted_with_what_was_too_much() throws Exception {
        try (RawClient stranger = new RawClient(gateway)) {
            stranger.send(RawClient.connect(4, true, "app", "a.pump", "guess"));
            stranger.read(RawClient.CONNACK);
        }
        assertThat(counts.refusedLogins()).isEqualTo(1);
        assertThat(counts.excesses(Excess.CONNECTIONS)).isZero();

        await().untilAsserted(
                        () -> assertThat(counts.openConnections(Door.MQTT)).isZero());
        try (RawClient first = RawClient.connected(gateway, 4, "a.pump", "app");
                RawClient second = new RawClient(gateway)) {
            second.send(RawClient.connect(4, true, "app2", "a.pump", Gateway.PASSWORD));
            second.read(RawClient.CONNACK);

            assertThat(counts.refusedLogins()).isEqualTo(2);
            assertThat(counts.excesses(Excess.CONNECTIONS)).isEqualTo(1);
            first.send(RawClient.ping());
            first.read(RawClient.PINGRESP);
        }
    }

    @Test
    void a_packet_that_is_too_long_is_counted() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            int tooMuch = BrokerLimits.DEFAULT.packet().packetBytes() + 1;
            client.sendUntilHungUp(RawClient.publish("t", "x".repeat(tooMuch), 0, 0, false));

            await().untilAsserted(() ->
                    assertThat(counts.excesses(Excess.PACKET_BYTES)).isEqualTo(1));
        }
    }

    @Test
    void every_thread_answers_while_the_broker_runs_and_none_after_it() throws Exception {
        gateway.broker.answers().toCompletableFuture().get(60, TimeUnit.SECONDS);

        gateway.broker.stopAccepting();

        assertThat(gateway.broker.answers().toCompletableFuture()).isCompletedExceptionally();
    }
}
