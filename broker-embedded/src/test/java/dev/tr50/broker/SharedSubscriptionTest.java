package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.Client5.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several clients share one subscription, and each message goes to one of them. */
class SharedSubscriptionTest {

    private static final String SHARED = "$share/us/news/#";

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Client5 member(String clientId, int qos) throws Exception {
        Client5 member = Client5.open(gateway, "a.pump", clientId);
        assertThat(member.subscribe(SHARED, qos).at(3)).isEqualTo(qos);
        return member;
    }

    @Test
    void each_message_goes_to_one_member_and_all_have_their_turn() throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 one = member("one", 1);
                Client5 two = member("two", 1);
                Client5 three = member("three", 1)) {
            for (int i = 0; i < 12; i++) {
                publisher.publish("news/" + i, "" + i);
            }
            List<String> all = new ArrayList<>();
            for (Client5 member : List.of(one, two, three)) {
                List<Message> messages = member.messages();
                assertThat(messages).hasSize(4);
                messages.forEach(message -> all.add(message.payload()));
            }
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 12).mapToObj(i -> "" + i).toList());
        }
    }

    @Test
    void shares_of_another_name_or_filter_and_ordinary_subscriptions_get_their_own_copy() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe(SHARED, 1, Client5.one(0x0B, 1));
            client.subscribe("$share/them/news/#", 1, Client5.one(0x0B, 2));
            client.subscribe("$share/us/news/+", 1, Client5.one(0x0B, 3));
            client.subscribe("news/+", 1, Client5.one(0x0B, 4));
            client.publish("news/1", "x");
            assertThat(client.messages())
                    .extracting(message -> message.all(0x0B))
                    .containsExactlyInAnyOrder(List.of(1), List.of(2), List.of(3), List.of(4));
        }
    }

    @Test
    void a_member_that_unsubscribes_gets_nothing_more_and_the_others_get_all() throws Exception {
        try (Client5 one = member("one", 1);
                Client5 two = member("two", 1)) {
            two.subscribe("news/#", 1);
            two.unsubscribe("news/#");
            assertThat(one.unsubscribe(SHARED).at(3)).isZero();
            assertThat(one.unsubscribe(SHARED).at(3)).isEqualTo(0x11);
            for (int i = 0; i < 4; i++) {
                one.publish("news/" + i, "" + i);
            }
            assertThat(one.messages()).isEmpty();
            assertThat(two.messages()).extracting(Message::payload).containsExactly("0", "1", "2", "3");
        }
    }

    @Test
    void an_ordinary_unsubscribe_leaves_the_share_of_that_filter_alone() throws Exception {
        try (Client5 client = member("one", 1)) {
            client.subscribe("news/#", 1);
            client.unsubscribe("news/#");
            client.publish("news/1", "x");
            assertThat(client.messages()).extracting(Message::payload).containsExactly("x");
        }
    }

    @Test
    void a_member_that_goes_leaves_its_part_to_the_others() throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 one = member("one", 1)) {
            Client5 two = member("two", 1);
            two.raw.send(Client5.disconnect(0, NONE));
            two.raw.drain();
            publisher.publish("news/1", "1");
            publisher.publish("news/2", "2");
            assertThat(one.messages()).extracting(Message::payload).containsExactly("1", "2");
        }
    }

    @Test
    void members_that_are_away_are_passed_over_while_others_are_there() throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 one = member("one", 1)) {
            try (Client5 away = Client5.open(gateway, "a.pump", "away", true, Client5.four(0x11, 60))) {
                away.subscribe(SHARED, 1);
                away.raw.send(Client5.disconnect(0, NONE));
                away.raw.drain();
            }
            for (int i = 0; i < 4; i++) {
                publisher.publish("news/" + i, "" + i);
            }
            assertThat(one.messages()).extracting(Message::payload).containsExactly("0", "1", "2", "3");
        }
    }

    @Test
    void each_member_has_the_qos_that_it_was_granted() throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 one = member("one", 0);
                Client5 two = member("two", 2)) {
            for (int i = 0; i < 4; i++) {
                publisher.publish("news/" + i, "" + i, 2, NONE);
            }
            assertThat(one.messages()).hasSize(2).allMatch(message -> message.qos() == 0);
            assertThat(two.messages()).hasSize(2).allMatch(message -> message.qos() == 2);
        }
    }

    @Test
    void a_shared_subscription_brings_no_retained_messages() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.retain("news/1", "x", NONE);
            client.subscribe(SHARED, 1);
            assertThat(client.messages()).isEmpty();
        }
    }

    @Test
    void what_a_member_was_sent_waits_for_it_and_goes_to_nobody_else() throws Exception {
        Client5 one = Client5.open(gateway, "a.pump", "one", true, Client5.four(0x11, 60));
        one.subscribe(SHARED, 2);
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other")) {
            publisher.publish("news/1", "x", 2, NONE);
            assertThat(one.message().payload()).isEqualTo("x");
            one.close();
            try (Client5 two = member("two", 2)) {
                assertThat(two.messages()).isEmpty();
                try (Client5 again = Client5.open(gateway, "a.pump", "one", false, Client5.four(0x11, 60))) {
                    Message message = again.message();
                    assertThat(message.payload()).isEqualTo("x");
                    assertThat(message.repeated()).isTrue();
                }
            }
        }
    }

    @Test
    void what_a_member_was_sent_goes_to_nobody_else_when_its_session_ends() throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 two = Client5.open(gateway, "a.pump", "two")) {
            Client5 one = member("one", 2);
            publisher.publish("news/1", "x", 2, NONE);
            assertThat(one.message().payload()).isEqualTo("x");
            two.subscribe(SHARED, 2);
            one.raw.send(Client5.disconnect(0, NONE));
            one.raw.drain();
            assertThat(two.messages()).isEmpty();
        }
    }

    @Test
    void what_a_member_refuses_goes_to_nobody_else() throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 one = member("one", 2)) {
            publisher.publish("news/1", "1", 1, NONE);
            one.raw.send(Client5.acknowledge(0x40, one.message().packetId(), 0x83));
            publisher.publish("news/2", "2", 2, NONE);
            one.raw.send(Client5.acknowledge(0x50, one.message().packetId(), 0x83));
            try (Client5 two = member("two", 2)) {
                assertThat(one.messages()).isEmpty();
                assertThat(two.messages()).isEmpty();
            }
        }
    }

    @Test
    void a_share_without_a_name_or_a_filter_or_with_a_wildcard_in_its_name_is_refused() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            for (String filter :
                    List.of("$share//news", "$share/us", "$share/us/", "$share/u+s/news", "$share/#/news")) {
                assertThat(client.subscribe(filter, 0).at(3)).as(filter).isEqualTo(0x8F);
            }
        }
    }
}
