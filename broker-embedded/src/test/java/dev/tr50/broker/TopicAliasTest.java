package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tr50.broker.Client5.Message;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topic aliases, both ways. */
class TopicAliasTest {

    private static final int ALIAS = 0x23;
    private static final int ALIAS_MAXIMUM = 0x22;
    private static final int OFFERED = 32;
    private static final int TOPIC_ALIAS_INVALID = 0x94;
    private static final int PROTOCOL_ERROR = 0x82;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static byte[] aliased(String topic, int alias, String payload) {
        return Client5.publish(0, topic, 0, Client5.two(ALIAS, alias), payload);
    }

    @Test
    void the_broker_tells_how_many_aliases_it_takes_and_takes_them_all() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            assertThat(client.connAckProperty(ALIAS_MAXIMUM)).isEqualTo(OFFERED);
            client.subscribe("news/#", 0);
            for (int alias = 1; alias <= OFFERED; alias++) {
                client.raw.send(aliased("news/" + alias, alias, ""));
            }
            for (int alias = 1; alias <= OFFERED; alias++) {
                client.raw.send(aliased("", alias, ""));
            }
            List<Message> messages = client.messages();
            assertThat(messages).hasSize(2 * OFFERED);
            for (int i = 0; i < messages.size(); i++) {
                assertThat(messages.get(i).topic()).isEqualTo("news/" + (i % OFFERED + 1));
                assertThat(messages.get(i).all(ALIAS)).isEmpty();
            }
        }
    }

    @Test
    void a_command_may_be_sent_under_an_alias() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(aliased("api/7", 1, "x"));
            assertThat(client.message().topic()).isEqualTo("reply/7");
            client.raw.send(aliased("", 1, "y"));
            Message reply = client.message();
            assertThat(reply.topic()).isEqualTo("reply/7");
            assertThat(reply.payload()).isEqualTo("re:y");
        }
    }

    @Test
    void an_alias_can_be_given_to_another_topic() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(aliased("api/7", 1, "x"));
            client.raw.send(aliased("api/8", 1, "x"));
            client.raw.send(aliased("", 1, "x"));
            assertThat(client.message().topic()).isEqualTo("reply/7");
            assertThat(client.message().topic()).isEqualTo("reply/8");
            assertThat(client.message().topic()).isEqualTo("reply/8");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, OFFERED + 1, 0xFFFF})
    void an_alias_out_of_range_closes_the_connection(int alias) throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(aliased("news", alias, "x"));
            assertThat(client.farewell()).isEqualTo(TOPIC_ALIAS_INVALID);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void an_alias_that_stands_for_nothing_is_a_protocol_error() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(aliased("", 1, "x"));
            assertThat(client.farewell()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void a_message_with_neither_topic_nor_alias_is_a_protocol_error() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(Client5.publish(0, "", 0, NONE, "x"));
            assertThat(client.farewell()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void aliases_end_with_their_connection_even_when_the_session_goes_on() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app", false, Client5.four(0x11, 60))) {
            client.raw.send(aliased("api/7", 1, "x"));
            client.message();
        }
        try (Client5 client = Client5.open(gateway, "a.pump", "app", false, Client5.four(0x11, 60))) {
            assertThat(client.connAck.at(0)).isEqualTo(1);
            client.raw.send(aliased("", 1, "x"));
            assertThat(client.farewell()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void a_client_that_remembers_no_topics_is_sent_no_aliases() throws Exception {
        for (var properties : List.of(NONE, Client5.two(ALIAS_MAXIMUM, 0))) {
            try (Client5 client = Client5.open(gateway, "a.pump", "app", true, properties)) {
                client.subscribe("news", 0);
                client.publish("news", "1");
                client.publish("news", "2");
                assertThat(client.messages()).allSatisfy(message -> {
                    assertThat(message.topic()).isEqualTo("news");
                    assertThat(message.all(ALIAS)).isEmpty();
                });
            }
        }
    }

    @Test
    void a_client_that_remembers_topics_is_sent_no_higher_alias_and_each_topic_once() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, Client5.two(ALIAS_MAXIMUM, 2))) {
            client.subscribe("news/#", 2);
            for (String topic : new String[] {"a", "b", "c", "a", "b", "c"}) {
                client.publish("news/" + topic, topic);
            }
            assertThat(List.of(client.message(), client.message(), client.message()))
                    .extracting(Message::topic, message -> message.one(ALIAS))
                    .containsExactly(tuple("news/a", 1), tuple("news/b", 2), tuple("news/c", null));
            assertThat(List.of(client.message(), client.message(), client.message()))
                    .extracting(Message::topic, message -> message.one(ALIAS), Message::payload)
                    .containsExactly(tuple("", 1, "a"), tuple("", 2, "b"), tuple("news/c", null, "c"));
        }
    }

    @Test
    void a_message_that_was_too_large_to_send_introduces_no_alias() throws Exception {
        var properties = Client5.all(Client5.two(ALIAS_MAXIMUM, 1), Client5.four(0x27, 60));
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, properties)) {
            client.subscribe("news", 0);
            client.publish("news", "x".repeat(100));
            client.publish("news", "short");
            Message message = client.message();
            assertThat(message.topic()).isEqualTo("news");
            assertThat(message.payload()).isEqualTo("short");
            assertThat(message.one(ALIAS)).isEqualTo(1);
        }
    }
}
