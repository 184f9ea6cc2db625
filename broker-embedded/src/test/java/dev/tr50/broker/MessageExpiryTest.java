package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.Client5.Message;
import dev.tr50.broker.RawClient.Body;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are good for some seconds only. */
class MessageExpiryTest {

    private static final int EXPIRY = 0x02;
    private static final Body LASTING = Client5.four(0x11, 600);

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Body seconds(long seconds) {
        return Client5.four(EXPIRY, seconds);
    }

    private Client5 away(String... filters) throws Exception {
        Client5 client = Client5.open(gateway, "a.pump", "app", true, LASTING);
        for (String filter : filters) {
            client.subscribe(filter, 2);
        }
        client.raw.send(Client5.disconnect(0, NONE));
        client.raw.drain();
        return client;
    }

    private Client5 back() throws Exception {
        return Client5.open(gateway, "a.pump", "app", false, LASTING);
    }

    /** Waits for a retained message of so many seconds to be gone, as everything older is then. */
    private void awaitSeconds(Client5 client, int seconds) throws Exception {
        client.retain("clock", "x", seconds(seconds));
        await().atMost(20, TimeUnit.SECONDS).until(() -> {
            client.subscribe("clock", 0);
            boolean gone = client.messages().stream().noneMatch(Message::retained);
            client.unsubscribe("clock");
            return gone;
        });
    }

    @Test
    void a_message_that_is_delivered_at_once_has_all_its_time_left() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.subscribe("news", 2);
            for (long expiry : new long[] {100, 0xFFFFFFFFL, 0x80000000L}) {
                client.publish("news", "x", 0, seconds(expiry));
                assertThat((Long) client.message().one(EXPIRY)).isBetween(expiry - 60, expiry);
            }
        }
    }

    @Test
    void a_message_that_waits_has_less_time_left() throws Exception {
        away("news");
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other")) {
            publisher.publish("news", "x", 1, seconds(100));
            awaitSeconds(publisher, 2);
        }
        try (Client5 client = back()) {
            assertThat((Long) client.message().one(EXPIRY)).isBetween(30L, 98L);
        }
    }

    @Test
    void a_message_that_expires_while_it_waits_is_dropped_and_those_behind_it_arrive() throws Exception {
        away("news");
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other")) {
            publisher.publish("news", "short", 1, seconds(1));
            publisher.publish("news", "shorter", 2, seconds(1));
            publisher.publish("news", "lasting", 1, NONE);
            publisher.publish("news", "long", 2, seconds(100));
            awaitSeconds(publisher, 2);
        }
        try (Client5 client = back()) {
            assertThat(client.message().payload()).isEqualTo("lasting");
            assertThat(client.message().payload()).isEqualTo("long");
            assertThat(client.messages()).isEmpty();
        }
    }

    @Test
    void a_message_behind_a_full_receive_window_expires_too() throws Exception {
        Body one = Client5.two(0x21, 1);
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other");
                Client5 client = Client5.open(gateway, "a.pump", "app", true, one)) {
            client.subscribe("news", 1);
            publisher.publish("news", "first", 1, NONE);
            publisher.publish("news", "short", 1, seconds(1));
            publisher.publish("news", "last", 1, seconds(100));
            awaitSeconds(publisher, 2);
            Message first = client.message();
            client.raw.send(Client5.acknowledge(0x40, first.packetId()));
            assertThat(client.message().payload()).isEqualTo("last");
        }
    }

    @Test
    void a_message_whose_delivery_began_is_sent_again_although_it_expired() throws Exception {
        try (Client5 publisher = Client5.open(gateway, "a.pump", "other")) {
            Client5 client = Client5.open(gateway, "a.pump", "app", true, LASTING);
            client.subscribe("news", 2);
            publisher.publish("news", "x", 2, seconds(3));
            assertThat(client.message().payload()).isEqualTo("x");
            client.close();
            awaitSeconds(publisher, 4);
            try (Client5 again = back()) {
                Message message = again.message();
                assertThat(message.payload()).isEqualTo("x");
                assertThat(message.repeated()).isTrue();
                assertThat((Long) message.one(EXPIRY)).isLessThanOrEqualTo(1L);
            }
        }
    }

    @Test
    void a_retained_message_has_less_time_left_and_is_gone_in_the_end() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.retain("news/long", "x", seconds(100));
            client.retain("news/short", "x", seconds(1));
            awaitSeconds(client, 2);
            client.subscribe("news/+", 0);
            Message message = client.message();
            assertThat(message.topic()).isEqualTo("news/long");
            assertThat((Long) message.one(EXPIRY)).isBetween(30L, 98L);
            assertThat(client.messages()).isEmpty();
        }
    }

    @Test
    void a_message_without_an_expiry_gets_none() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app")) {
            client.retain("news", "x", NONE);
            client.subscribe("news", 0);
            assertThat(client.message().all(EXPIRY)).isEmpty();
        }
    }
}
