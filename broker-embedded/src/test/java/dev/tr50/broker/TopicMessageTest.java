package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import dev.tr50.broker.TopicMessage.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients publish under {@code thing/}. */
class TopicMessageTest {

    private static final String TOPIC = "thing/pump/property/rpm";

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void it_is_handed_to_the_gateway_and_to_no_subscriber(int qos) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.subscribe(4, 1, 0, "thing/pump/#", "#"));
            client.read(RawClient.SUBACK);
            client.send(RawClient.publish(TOPIC, "900", qos, 5, false));

            TopicMessage message = gateway.published(0);
            assertThat(message.topic()).isEqualTo(TOPIC);
            assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("900");
            assertThat(message.qos()).isEqualTo(qos);
            message.acknowledge(Outcome.DONE);
            client.send(RawClient.ping());
            assertThat(client.read().type())
                    .isEqualTo(qos == 0 ? RawClient.PINGRESP : qos == 1 ? RawClient.PUBACK : RawClient.PUBREC);
            assertThat(gateway.commands).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {RawClient.PUBACK, RawClient.PUBREC})
    void it_is_acknowledged_when_the_gateway_says_so_and_not_before(int acknowledgement) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish(TOPIC, "1", acknowledgement == RawClient.PUBACK ? 1 : 2, 5, false));
            TopicMessage message = gateway.published(0);
            client.send(RawClient.ping());
            assertThat(client.read().type()).isEqualTo(RawClient.PINGRESP);

            message.acknowledge(Outcome.DONE);
            message.acknowledge(Outcome.DONE);
            Packet answer = client.read();
            assertThat(answer.type()).isEqualTo(acknowledgement);
            assertThat(answer.packetId()).isEqualTo(5);
            client.send(RawClient.ping());
            assertThat(client.read().type()).isEqualTo(RawClient.PINGRESP);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void one_that_is_repeated_while_it_is_under_way_is_handed_on_and_acknowledged_once(int qos) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish(TOPIC, "1", qos, 5, false));
            client.send(RawClient.publish(TOPIC, "1", qos, 5, true));
            client.send(RawClient.ping());
            assertThat(client.read().type()).isEqualTo(RawClient.PINGRESP);

            gateway.published(0).acknowledge(Outcome.DONE);
            assertThat(client.read().packetId()).isEqualTo(5);
            client.send(RawClient.ping());
            assertThat(client.read().type()).isEqualTo(RawClient.PINGRESP);
            assertThat(gateway.published).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void one_that_is_repeated_when_it_is_done_is_acknowledged_again_and_not_handed_on(int qos) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish(TOPIC, "1", qos, 5, false));
            gateway.published(0).acknowledge(Outcome.DONE);
            client.read();
            client.send(RawClient.publish(TOPIC, "1", qos, 5, true));
            Packet again = client.read();
            assertThat(again.type()).isEqualTo(qos == 1 ? RawClient.PUBACK : RawClient.PUBREC);
            assertThat(again.packetId()).isEqualTo(5);
            assertThat(gateway.published).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void one_that_is_repeated_after_a_reconnect_is_acknowledged_there(int qos) throws Exception {
        try (RawClient first = new RawClient(gateway)) {
            enterLasting(first);
            first.send(RawClient.publish(TOPIC, "1", qos, 5, false));
            gateway.published(0);
            first.reset();
        }
        await().until(() -> gateway.disconnected, list -> list.size() == 1);
        try (RawClient second = new RawClient(gateway)) {
            enterLasting(second);
            second.send(RawClient.publish(TOPIC, "1", qos, 5, true));
            second.send(RawClient.ping());
            assertThat(second.read().type()).isEqualTo(RawClient.PINGRESP);

            gateway.published(0).acknowledge(Outcome.DONE);
            assertThat(second.read().packetId()).isEqualTo(5);
            assertThat(gateway.published).hasSize(1);
        }
    }

    private static void enterLasting(RawClient client) throws Exception {
        client.send(RawClient.connect(4, false, "app", "a.pump", Gateway.PASSWORD));
        assertThat(client.read(RawClient.CONNACK).at(1)).isZero();
    }

    @Test
    void one_that_failed_is_tried_again_when_it_is_repeated() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.publish(TOPIC, "1", 1, 5, false));
            gateway.published(0).acknowledge(Outcome.FAILED);
            client.read(RawClient.PUBACK);
            client.send(RawClient.publish(TOPIC, "1", 1, 5, true));
            gateway.published(1).acknowledge(Outcome.DONE);
            assertThat(client.read(RawClient.PUBACK).packetId()).isEqualTo(5);
        }
    }

    @Test
    void the_same_bytes_under_the_same_packet_id_are_another_message_unless_marked_as_repeated() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            for (int i = 0; i < 2; i++) {
                client.send(RawClient.publish(TOPIC, "1", 1, 5, false));
                gateway.published(i).acknowledge(Outcome.DONE);
                client.read(RawClient.PUBACK);
            }
            client.send(RawClient.publish(TOPIC, "2", 1, 5, true));
            gateway.published(2).acknowledge(Outcome.DONE);
            assertThat(client.read(RawClient.PUBACK).packetId()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void mqtt_5_clients_are_told_what_became_of_it(Outcome outcome) throws Exception {
        int code = switch (outcome) {
            case DONE -> 0;
            case FAILED -> 0x83;
            case NOT_AUTHORIZED -> 0x87;
            case TOPIC_INVALID -> 0x90;
            case QUOTA_EXCEEDED -> 0x97;
            case PAYLOAD_INVALID -> 0x99;
        };
        try (RawClient client = RawClient.connected(gateway, 5, "a.pump", "app")) {
            client.send(RawClient.publish(TOPIC, "\0x", 1, 5, false));
            gateway.published(0).acknowledge(outcome);
            assertThat(codeOf(client.read(RawClient.PUBACK))).isEqualTo(code);
            client.send(RawClient.publish(TOPIC, "\0x", 2, 6, false));
            gateway.published(1).acknowledge(outcome);
            assertThat(codeOf(client.read(RawClient.PUBREC))).isEqualTo(code);
        }
    }

    /** Left out when it is 0. */
    private static int codeOf(Packet answer) {
        return answer.body().length > 2 ? answer.at(2) : 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void older_clients_get_the_plain_acknowledgement_of_what_failed(int level) throws Exception {
        try (RawClient client = RawClient.connected(gateway, level, "a.pump", "app")) {
            client.send(RawClient.publish(TOPIC, "x", 1, 5, false));
            gateway.published(0).acknowledge(Outcome.PAYLOAD_INVALID);
            assertThat(client.read(RawClient.PUBACK).body()).hasSize(2);
            client.send(RawClient.publish(TOPIC, "x", 2, 6, false));
            gateway.published(1).acknowledge(Outcome.NOT_AUTHORIZED);
            assertThat(client.read(RawClient.PUBREC).body()).hasSize(2);
            client.send(RawClient.packet(0x62, new Body().number(6)));
            assertThat(client.read(RawClient.PUBCOMP).packetId()).isEqualTo(6);
        }
    }

    @Test
    void a_refused_message_at_qos_2_frees_its_packet_id_in_mqtt_5() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 5, "a.pump", "app")) {
            client.send(RawClient.publish(TOPIC, "\0x", 2, 6, false));
            gateway.published(0).acknowledge(Outcome.PAYLOAD_INVALID);
            client.read(RawClient.PUBREC);
            client.send(RawClient.publish(TOPIC, "\0y", 2, 6, false));
            assertThat(new String(gateway.published(1).payload(), StandardCharsets.UTF_8))
                    .isEqualTo("y");
        }
    }

    @Test
    void a_will_does_not_go_there() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.send(RawClient.packet(
                    0x10,
                    new Body()
                            .text("MQTT")
                            .octet(4)
                            .octet(0xC6)
                            .number(60)
                            .text("app")
                            .text(TOPIC)
                            .text("0")
                            .text("a.pump")
                            .text(Gateway.PASSWORD)));
            assertThat(client.read(RawClient.CONNACK).at(1)).isEqualTo(5);
        }
    }
}
