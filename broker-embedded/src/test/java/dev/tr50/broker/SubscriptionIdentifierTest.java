package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.Client5.Message;
import dev.tr50.broker.RawClient.Body;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages say which of the client's subscriptions brought them. */
class SubscriptionIdentifierTest {

    private static final int IDENTIFIER = 0x0B;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Body identifier(int number) {
        return Client5.variable(new Body().octet(IDENTIFIER), number);
    }

    @Test
    void a_message_carries_the_identifier_of_its_subscription() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 1, identifier(268_435_455));
            client.publish("news", "x");
            assertThat(client.message().all(IDENTIFIER)).containsExactly(268_435_455);
        }
    }

    @Test
    void a_message_that_several_subscriptions_match_comes_once_at_the_highest_qos_with_all_their_identifiers()
            throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news/#", 0, identifier(1));
            client.subscribe("news/+", 2, identifier(2));
            client.subscribe("news/today", 1);
            client.subscribe("weather/#", 2, identifier(4));
            client.publish("news/today", "x", 2, NONE);
            List<Message> messages = client.messages();
            assertThat(messages).hasSize(1);
            assertThat(messages.get(0).qos()).isEqualTo(2);
            assertThat(messages.get(0).all(IDENTIFIER)).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void a_subscription_made_again_has_the_new_identifier_or_none() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 0, identifier(1));
            client.subscribe("news", 0, identifier(2));
            client.publish("news", "x");
            assertThat(client.message().all(IDENTIFIER)).containsExactly(2);
            client.subscribe("news", 0);
            client.publish("news", "x");
            assertThat(client.message().all(IDENTIFIER)).isEmpty();
        }
    }

    @Test
    void a_retained_message_carries_the_identifier_of_the_new_subscription() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.retain("news", "x", NONE);
            client.subscribe("news", 0, identifier(3));
            assertThat(client.message().all(IDENTIFIER)).containsExactly(3);
        }
    }

    @Test
    void identifiers_outlive_the_connection_with_their_session() throws Exception {
        Body lasting = Client5.four(0x11, 60);
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, lasting)) {
            client.subscribe("news", 1, identifier(5));
        }
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other")) {
            publisher.publish("news", "x");
        }
        try (Client5 client = Client5.open(gateway, "a.pump", "app", false, lasting)) {
            assertThat(client.message().all(IDENTIFIER)).containsExactly(5);
        }
    }

    @Test
    void other_clients_do_not_see_them() throws Exception {
        try (Client5 other = Client5.open(gateway, "a.pump", "other");
                Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 0, identifier(1));
            other.subscribe("news", 0);
            client.publish("news", "x");
            assertThat(other.message().all(IDENTIFIER)).isEmpty();
        }
    }

    @Test
    void replies_carry_them_at_qos_0_and_1_and_to_those_who_look_on() throws Exception {
        for (int qos = 0; qos < 2; qos++) {
            try (Client5 watcher = Client5.open(gateway, "a.pump", "watcher");
                    Client5 client = Client5.open(gateway, "a.pump", "app")) {
                client.subscribe("reply/#", qos, identifier(1));
                client.subscribe("reply/7", 0, identifier(2));
                watcher.subscribe("reply/+", qos, identifier(3));
                client.raw.send(Client5.publish(0, "api/7", 0, Client5.text(9, "c"), "x"));
                Message reply = client.message();
                assertThat(reply.qos()).isEqualTo(qos);
                assertThat(reply.all(IDENTIFIER)).containsExactlyInAnyOrder(1, 2);
                assertThat(reply.one(9)).isEqualTo("c");
                assertThat(watcher.message().all(IDENTIFIER)).containsExactly(3);
            }
        }
    }

    @Test
    void notifications_carry_them() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("notify/#", 0, identifier(9));
            gateway.connectionOf("app").notify("notify/mailbox_activity", "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.message().all(IDENTIFIER)).containsExactly(9);
            client.unsubscribe("notify/#");
            gateway.connectionOf("app").notify("notify/mailbox_activity", "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.message().all(IDENTIFIER)).isEmpty();
        }
    }
}
