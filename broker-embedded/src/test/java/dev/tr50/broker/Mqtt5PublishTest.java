package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.Client5.Message;
import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a PUBLISH of MQTT 5 and its properties, and what its sender is told. */
class Mqtt5PublishTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static final Body ALL = Client5.all(
            Client5.one(0x01, 1),
            Client5.text(0x03, "text/plain"),
            Client5.text(0x08, "answers/here"),
            Client5.text(0x09, "correlation"),
            Client5.user("b", "1"),
            Client5.user("a", "2"),
            Client5.user("b", "1"));

    private static void assertUnaltered(Message message) {
        assertThat(message.one(0x01)).isEqualTo(1);
        assertThat(message.one(0x03)).isEqualTo("text/plain");
        assertThat(message.one(0x08)).isEqualTo("answers/here");
        assertThat(message.one(0x09)).isEqualTo("correlation");
        assertThat(message.all(0x26)).isEqualTo(List.of("b=1", "a=2", "b=1"));
        assertThat(message.properties()).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void properties_reach_every_subscriber_unaltered_and_in_their_order(int qos) throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 client = Client5.open(gateway, "a.pump", "app");
                Client5 second = Client5.open(gateway, "a.fan", "app")) {
            client.subscribe("news", 2);
            second.subscribe("#", 0);
            publisher.publish("news", "x", qos, ALL);
            assertUnaltered(client.message());
            assertUnaltered(second.message());
        }
    }

    @Test
    void they_are_kept_for_clients_that_are_away_and_with_retained_messages() throws Exception {
        Body lasting = Client5.four(0x11, 60);
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, lasting)) {
            client.subscribe("news", 1);
            client.raw.send(Client5.disconnect(0, NONE));
            client.raw.drain();
        }
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other")) {
            publisher.retain("news", "x", ALL);
            publisher.subscribe("news", 0);
            assertUnaltered(publisher.message());
        }
        try (Client5 client = Client5.open(gateway, "a.pump", "app", false, lasting)) {
            assertUnaltered(client.message());
        }
    }

    @Test
    void clients_of_older_versions_get_the_message_without_them() throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                RawClient older = RawClient.connected(gateway, 4, "a.pump", "app")) {
            older.send(RawClient.subscribe(4, 1, 0, "news"));
            older.read(RawClient.SUBACK);
            publisher.publish("news", "x", 1, ALL);
            assertThat(older.read(RawClient.PUBLISH).body())
                    .isEqualTo(new Body().text("news").octet('x').bytes());
        }
    }

    @Test
    void request_and_response_meet_over_ordinary_topics() throws Exception {
        try (Client5 requester = Client5.open(gateway, "a.pump", "requester");
                Client5 responder = Client5.open(gateway, "a.fan", "responder")) {
            requester.subscribe("answers/pump", 1);
            responder.subscribe("questions", 1);
            requester.publish("questions", "?", 1, Client5.all(Client5.text(8, "answers/pump"), Client5.text(9, "17")));
            Message question = responder.message();
            responder.publish((String) question.one(8), "!", 1, Client5.text(9, (String) question.one(9)));
            Message answer = requester.message();
            assertThat(answer.payload()).isEqualTo("!");
            assertThat(answer.one(9)).isEqualTo("17");
        }
    }

    @ParameterizedTest
    @CsvSource({"reply/1, 0x87", "notify/x, 0x87", "$SYS/x, 0x87", "api/a/b, 0x90"})
    void a_message_that_goes_nowhere_is_refused_with_a_reason(String topic, int reason) throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(Client5.publish(2, topic, 7, NONE, "x"));
            assertThat(client.await(RawClient.PUBACK).body()).containsExactly(0, 7, reason, 0);
            client.raw.send(Client5.publish(4, topic, 8, NONE, "x"));
            assertThat(client.await(RawClient.PUBREC).body()).containsExactly(0, 8, reason, 0);
            client.raw.send(Client5.publish(4, topic, 8, NONE, "x"));
            assertThat(client.await(RawClient.PUBREC).body()).containsExactly(0, 8, reason, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"news/+", "#", "news/#/x"})
    void a_topic_with_a_wildcard_closes_the_connection(String topic) throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(Client5.publish(0, topic, 0, NONE, "x"));
            assertThat(client.farewell()).isBetween(0x81, 0x90);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void a_payload_that_is_not_the_text_it_says_is_refused() throws Exception {
        Body header = new Body().text("news").number(7);
        byte[] bad = RawClient.packet(
                0x32, Client5.block(header, Client5.one(0x01, 1)).raw(new byte[] {(byte) 0xC0, 0}));
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 0);
            client.raw.send(bad);
            assertThat(client.await(RawClient.PUBACK).body()).containsExactly(0, 7, 0x99, 0);
            assertThat(client.messages()).isEmpty();
        }
    }

    @Test
    void a_message_at_qos_2_that_was_refused_may_use_its_packet_id_again() throws Exception {
        Body header = new Body().text("news").number(7);
        byte[] bad = RawClient.packet(
                0x34, Client5.block(header, Client5.one(0x01, 1)).raw(new byte[] {(byte) 0xC0, 0}));
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 0);
            client.raw.send(bad);
            assertThat(client.await(RawClient.PUBREC).at(2)).isEqualTo(0x99);
            client.raw.send(Client5.publish(4, "news", 7, NONE, "new"));
            assertThat(client.await(RawClient.PUBREC).body()).containsExactly(0, 7);
            assertThat(client.message().payload()).isEqualTo("new");
        }
    }

    @Test
    void a_message_at_qos_2_arrives_once_and_its_exchange_is_completed_even_when_it_has_expired() throws Exception {
        byte[] publish = Client5.publish(4, "news", 7, Client5.four(0x02, 0), "x");
        byte[] again = Client5.publish(12, "news", 7, Client5.four(0x02, 0), "x");
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 0);
            client.raw.send(publish);
            assertThat(client.await(RawClient.PUBREC).packetId()).isEqualTo(7);
            client.raw.send(again);
            assertThat(client.await(RawClient.PUBREC).packetId()).isEqualTo(7);
            client.raw.send(Client5.acknowledge(0x62, 7));
            assertThat(client.await(RawClient.PUBCOMP).body()).containsExactly(0, 7);
            assertThat(client.messages()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void after_puback_or_pubcomp_a_packet_id_belongs_to_a_new_message_whatever_its_dup_flag_says() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 0);
            client.raw.send(Client5.publish(2, "news", 7, NONE, "1"));
            client.await(RawClient.PUBACK);
            client.raw.send(Client5.publish(10, "news", 7, NONE, "2"));
            client.await(RawClient.PUBACK);
            client.publish("news", "3", 2, NONE);
            client.publish("news", "4", 2, NONE);
            assertThat(client.messages()).extracting(Message::payload).containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void pubrel_of_an_unknown_message_is_answered_with_a_reason() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(Client5.acknowledge(0x62, 77));
            Packet pubComp = client.await(RawClient.PUBCOMP);
            assertThat(pubComp.body()).containsExactly(0, 77, 0x92, 0);
        }
    }

    @Test
    void what_was_sent_and_not_acknowledged_comes_again_over_the_next_connection_and_at_no_other_time()
            throws Exception {
        Body lasting = Client5.four(0x11, 60);
        int one;
        int two;
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other")) {
            try (Client5 client = Client5.open(gateway, "a.pump", "app", true, lasting)) {
                client.subscribe("news", 2);
                publisher.publish("news", "1", 1, NONE);
                publisher.publish("news", "2", 2, NONE);
                publisher.publish("news", "3", 2, NONE);
                one = client.message().packetId();
                two = client.message().packetId();
                int three = client.message().packetId();
                assertThat(one).isNotEqualTo(two).isPositive();
                client.raw.send(Client5.acknowledge(0x50, three));
                assertThat(client.await(6).packetId()).isEqualTo(three);
                assertThat(client.messages()).isEmpty();
            }
            try (Client5 client = Client5.open(gateway, "a.pump", "app", false, lasting)) {
                Message first = client.message();
                Message second = client.message();
                assertThat(List.of(first.packetId(), second.packetId())).containsExactly(one, two);
                assertThat(first.repeated() && second.repeated()).isTrue();
                assertThat(client.await(6).packetId()).isNotIn(one, two);
                client.raw.send(Client5.acknowledge(0x40, one));
                assertThat(client.messages()).isEmpty();
            }
        }
    }

    @Test
    void after_unsubscribe_nothing_new_comes_and_what_was_begun_is_completed() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news/+", 2);
            client.publish("news/1", "begun", 2, NONE);
            Message begun = client.message();
            client.raw.send(RawClient.unsubscribe(5, 8, "news/1", "news/+", "news/+"));
            assertThat(client.await(RawClient.UNSUBACK).body()).containsExactly(0, 8, 0, 0x11, 0, 0x11);
            client.publish("news/1", "new", 2, NONE);
            client.raw.send(Client5.acknowledge(0x50, begun.packetId()));
            assertThat(client.await(6).packetId()).isEqualTo(begun.packetId());
            client.raw.send(Client5.acknowledge(0x70, begun.packetId()));
            assertThat(client.messages()).isEmpty();
        }
    }

    @Test
    void messages_of_one_publisher_arrive_in_their_order() throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 1);
            client.subscribe("news/#", 1);
            for (int i = 1; i <= 300; i++) {
                publisher.raw.send(Client5.publish(2, "news", i, NONE, "" + i));
            }
            for (int i = 1; i <= 300; i++) {
                Message message = client.message();
                assertThat(message.payload()).isEqualTo("" + i);
                client.raw.send(Client5.acknowledge(0x40, message.packetId()));
            }
        }
    }

    @Test
    void topics_differ_when_their_bytes_do() throws Exception {
        String composed = "caf\u00e9";
        String decomposed = "cafe\u0301";
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe(composed, 0);
            for (String topic : new String[] {decomposed, "Caf\u00e9", "caf\u00e9/", "/caf\u00e9", composed}) {
                client.publish(topic, topic);
            }
            assertThat(client.messages()).extracting(Message::payload).containsExactly(composed);
        }
    }
}
