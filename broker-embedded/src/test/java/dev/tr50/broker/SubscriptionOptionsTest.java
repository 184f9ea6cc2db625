package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tr50.broker.Client5.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No Local, Retain As Published, Retain Handling, and what a subscription made again does. */
class SubscriptionOptionsTest {

    private static final int NO_LOCAL = 0x04;
    private static final int AS_PUBLISHED = 0x08;
    private static final int ONLY_NEW = 0x10;
    private static final int NEVER = 0x20;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void no_local_keeps_a_clients_own_messages_from_it_and_no_others() throws Exception {
        try (Client5 other = Client5.open(gateway, "a.pump", "other");
                Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", NO_LOCAL | 1);
            client.publish("news", "mine");
            other.publish("news", "theirs");
            assertThat(client.messages()).extracting(Message::payload).containsExactly("theirs");
        }
    }

    @Test
    void another_subscription_still_brings_a_clients_own_messages() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news/#", NO_LOCAL | 2);
            client.subscribe("news/today", 0);
            client.publish("news/today", "mine", 2, NONE);
            assertThat(client.messages())
                    .extracting(Message::payload, Message::qos)
                    .containsExactly(tuple("mine", 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1, false", "0, 3, false", "8, 1, false", "8, 3, true"})
    void the_retain_flag_is_handed_on_where_it_is_wanted(int option, int published, boolean retained) throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", option);
            if (published == 3) {
                client.retain("news", "x", NONE);
            } else {
                client.publish("news", "x");
            }
            assertThat(client.messages()).extracting(Message::retained).containsExactly(retained);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, AS_PUBLISHED})
    void a_retained_message_that_a_new_subscription_brings_says_that_it_is_one(int option) throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.retain("news", "x", NONE);
            client.subscribe("news", option);
            assertThat(client.messages()).extracting(Message::retained).containsExactly(true);
        }
    }

    @Test
    void by_default_each_subscribe_brings_the_retained_messages() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.retain("news/a", "a", NONE);
            client.retain("news/b", "b", NONE);
            client.subscribe("news/+", 0);
            assertThat(client.messages()).extracting(Message::payload).containsExactlyInAnyOrder("a", "b");
            client.subscribe("news/+", 0);
            assertThat(client.messages()).extracting(Message::payload).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void a_subscription_may_bring_them_only_when_it_is_new_whoever_else_has_it() throws Exception {
        try (Client5 other = Client5.open(gateway, "a.pump", "other");
                Client5 client = Client5.open(gateway, "a.pump", "app")) {
            other.subscribe("news", 0);
            client.retain("news", "x", NONE);
            client.subscribe("news", ONLY_NEW);
            assertThat(client.messages()).extracting(Message::payload).containsExactly("x");
            client.subscribe("news", ONLY_NEW | 1);
            assertThat(client.messages()).isEmpty();
            client.unsubscribe("news");
            client.subscribe("news", ONLY_NEW);
            assertThat(client.messages()).extracting(Message::payload).containsExactly("x");
        }
    }

    @Test
    void a_subscription_may_do_without_them() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.retain("news", "x", NONE);
            client.subscribe("news", NEVER);
            assertThat(client.messages()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "0, 2", "1, 0"})
    void a_subscription_made_again_replaces_the_one_before(int before, int after) throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", before);
            client.subscribe("news", after | AS_PUBLISHED);
            client.raw.send(Client5.publish(5, "news", 7, NONE, "x"));
            client.await(RawClient.PUBREC);
            Message message = client.message();
            assertThat(message.qos()).isEqualTo(after);
            assertThat(message.retained()).isTrue();
        }
    }

    @Test
    void a_subscription_made_again_with_the_same_identifier_takes_the_new_options_too() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 2, Client5.one(0x0B, 7));
            client.subscribe("news", NO_LOCAL, Client5.one(0x0B, 7));
            client.publish("news", "mine");
            assertThat(client.messages()).isEmpty();
        }
    }

    @Test
    void nothing_is_lost_while_a_subscription_is_replaced() throws Exception {
        int count = 200;
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 0);
            for (int i = 0; i < count; i++) {
                publisher.raw.send(Client5.publish(2, "news", i + 1, NONE, "" + i));
                client.raw.send(Client5.subscribe(NONE, NEVER, "news"));
                client.await(RawClient.SUBACK);
            }
            for (int i = 0; i < count; i++) {
                assertThat(client.message().payload()).isEqualTo("" + i);
            }
        }
    }

    @Test
    void one_subscribe_with_many_filters_is_answered_in_their_order() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.raw.send(Client5.subscribe(NONE, 2, "news", "reply/#", "api/#", "a/#/b", "$share/us/x", "$SYS/x"));
            assertThat(client.await(RawClient.SUBACK).body()).containsExactly(0, 9, 0, 2, 1, 0x87, 0x8F, 2, 0x87);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2", "2, 0", "2, 1", "2, 2"})
    void a_message_comes_at_the_lower_of_both_qos(int published, int granted) throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", granted);
            publisher.publish("news", "x", published, NONE);
            assertThat(client.message().qos()).isEqualTo(Math.min(published, granted));
        }
    }
}
