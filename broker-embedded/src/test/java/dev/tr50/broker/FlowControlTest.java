package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.Client5.Message;
import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receive Maximum, both ways. */
class FlowControlTest {

    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final int OFFERED = 1000;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void publish(int count, int qos) throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other")) {
            for (int i = 0; i < count; i++) {
                publisher.publish("news", "" + i, qos, NONE);
            }
        }
    }

    private static List<String> payloads(List<Message> messages) {
        return messages.stream().map(Message::payload).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_client_is_sent_no_more_than_it_takes_until_it_acknowledges(int qos) throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, Client5.two(RECEIVE_MAXIMUM, 2))) {
            client.subscribe("news", qos);
            publish(5, qos);
            List<Message> first = client.messages();
            assertThat(payloads(first)).containsExactly("0", "1");
            settle(client, first.get(0));
            List<Message> next = client.messages();
            assertThat(payloads(next)).containsExactly("2");
            settle(client, first.get(1));
            settle(client, next.get(0));
            assertThat(payloads(client.messages())).containsExactly("3", "4");
        }
    }

    private static void settle(Client5 client, Message message) throws Exception {
        if (message.qos() == 1) {
            client.raw.send(Client5.acknowledge(0x40, message.packetId()));
        } else {
            client.raw.send(Client5.acknowledge(0x50, message.packetId()));
            assertThat(client.await(6).packetId()).isEqualTo(message.packetId());
            client.raw.send(Client5.acknowledge(0x70, message.packetId()));
        }
    }

    @Test
    void a_message_at_qos_2_takes_its_place_until_pubcomp() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, Client5.two(RECEIVE_MAXIMUM, 1))) {
            client.subscribe("news", 2);
            publish(2, 2);
            Message first = client.message();
            client.raw.send(Client5.acknowledge(0x50, first.packetId()));
            client.await(6);
            assertThat(client.messages()).isEmpty();
            client.raw.send(Client5.acknowledge(0x70, first.packetId()));
            assertThat(client.message().payload()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x50})
    void a_refusal_makes_room_at_once_and_ends_the_exchange(int acknowledgement) throws Exception {
        int qos = acknowledgement == 0x40 ? 1 : 2;
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, Client5.two(RECEIVE_MAXIMUM, 1))) {
            client.subscribe("news", qos);
            publish(2, qos);
            client.raw.send(
                    Client5.acknowledge(acknowledgement, client.message().packetId(), 0x97));
            Packet next = client.raw.read();
            assertThat(next.type()).isEqualTo(RawClient.PUBLISH);
            assertThat(Message.of(next).payload()).isEqualTo("1");
        }
    }

    @Test
    void a_message_that_was_refused_does_not_come_again() throws Exception {
        Body lasting = Client5.four(0x11, 60);
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, lasting)) {
            client.subscribe("news", 2);
            publish(1, 2);
            publish(1, 1);
            client.raw.send(Client5.acknowledge(0x50, client.message().packetId(), 0x83));
            client.raw.send(Client5.acknowledge(0x40, client.message().packetId(), 0x83));
            assertThat(client.messages()).isEmpty();
        }
        try (Client5 client = Client5.open(gateway, "a.pump", "app", false, lasting)) {
            assertThat(client.messages()).isEmpty();
        }
    }

    @Test
    void other_packets_do_not_wait_for_acknowledgements() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, Client5.two(RECEIVE_MAXIMUM, 1))) {
            client.subscribe("news", 1);
            client.subscribe("lights", 0);
            publish(3, 1);
            client.raw.send(RawClient.ping());
            client.await(RawClient.PINGRESP);
            client.publish("lights", "on", 0, NONE);
            client.publish("lights", "off", 2, NONE);
            assertThat(payloads(client.messages())).containsExactly("0", "on", "off");
            assertThat(client.unsubscribe("lights").at(3)).isZero();
        }
    }

    @Test
    void replies_at_qos_1_keep_to_it_too() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, Client5.two(RECEIVE_MAXIMUM, 1))) {
            client.subscribe("reply/#", 1);
            client.raw.send(Client5.publish(0, "api/1", 0, NONE, "x"));
            client.raw.send(Client5.publish(0, "api/2", 0, NONE, "y"));
            Message first = client.message();
            assertThat(client.messages()).isEmpty();
            client.raw.send(Client5.acknowledge(0x40, first.packetId()));
            assertThat(client.message().topic()).isEqualTo("reply/2");
        }
    }

    @Test
    void after_a_reconnect_no_more_is_repeated_at_a_time_than_the_client_takes_now() throws Exception {
        Body lasting = Client5.four(0x11, 60);
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, lasting)) {
            client.subscribe("news", 1);
            publish(4, 1);
            assertThat(payloads(client.messages())).containsExactly("0", "1", "2", "3");
        }
        Body one = Client5.all(lasting, Client5.two(RECEIVE_MAXIMUM, 1));
        try (Client5 client = Client5.open(gateway, "a.pump", "app", false, one)) {
            for (int i = 0; i < 4; i++) {
                Message message = client.message();
                assertThat(message.payload()).isEqualTo("" + i);
                assertThat(message.repeated()).isTrue();
                assertThat(client.messages()).isEmpty();
                client.raw.send(Client5.acknowledge(0x40, message.packetId()));
            }
        }
    }

    @Test
    void the_broker_tells_what_it_takes_and_takes_so_much() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            assertThat(client.connAckProperty(RECEIVE_MAXIMUM)).isEqualTo(OFFERED);
            for (int id = 1; id <= OFFERED; id++) {
                client.raw.send(Client5.publish(4, id % 2 == 0 ? "news" : "api/1", id, NONE, "x"));
            }
            List<Integer> received = new ArrayList<>();
            for (int i = 0; i < OFFERED; i++) {
                received.add(client.await(RawClient.PUBREC).packetId());
            }
            assertThat(received).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_client_that_sends_more_is_disconnected() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            for (int id = 1; id <= OFFERED + 1; id++) {
                client.raw.send(Client5.publish(4, "news", id, NONE, "x"));
            }
            assertThat(client.farewell()).isEqualTo(0x93);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void messages_that_were_refused_do_not_count() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            for (int id = 1; id <= OFFERED + 1; id++) {
                client.raw.send(Client5.publish(4, "reply/1", id, NONE, "x"));
                Packet refusal = client.await(RawClient.PUBREC);
                assertThat(refusal.at(2)).isEqualTo(0x87);
            }
        }
    }
}
