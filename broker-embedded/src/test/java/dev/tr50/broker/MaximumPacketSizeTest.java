package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.Client5.Message;
import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that set a Maximum Packet Size is never sent more, and knows what became of what it asked for. */
class MaximumPacketSizeTest {

    private static final int SIZE = 64;
    private static final Body LIMITED = Client5.four(0x27, SIZE);

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
    void a_message_that_is_too_large_counts_as_delivered_and_those_behind_it_arrive(int qos) throws Exception {
        Body limits = Client5.all(LIMITED, Client5.two(0x21, 1));
        try (Client5 publisher = Client5.open(gateway, "a.pump", "one");
                Client5 client = Client5.open(gateway, "a.pump", "two", true, limits)) {
            client.subscribe("news", qos);
            publisher.publish("news", "x".repeat(SIZE), qos, NONE);
            publisher.publish("news", "x".repeat(SIZE), qos, NONE);
            publisher.publish("news", "short", qos, NONE);
            Message message = client.message();
            assertThat(message.payload()).isEqualTo("short");
            assertThat(message.qos()).isEqualTo(qos);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_message_that_was_too_large_is_not_sent_to_the_next_connection_either(int qos) throws Exception {
        Body lasting = Client5.four(0x11, 60);
        try (Client5 publisher = Client5.open(gateway, "a.pump", "one");
                Client5 client = Client5.open(gateway, "a.pump", "two", false, Client5.all(LIMITED, lasting))) {
            client.subscribe("news", qos);
            publisher.publish("news", "x".repeat(SIZE), qos, NONE);
            publisher.publish("news", "short", qos, NONE);
            assertThat(client.message().payload()).isEqualTo("short");
        }
        try (Client5 client = Client5.open(gateway, "a.pump", "two", false, lasting)) {
            assertThat(client.messages()).extracting(Message::payload).doesNotContain("x".repeat(SIZE));
        }
    }

    @Test
    void a_packet_of_exactly_that_size_is_sent() throws Exception {
        int rest = SIZE - 2 - "news".length() - 2 - 1;
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, LIMITED)) {
            client.subscribe("news", 0);
            client.publish("news", "x".repeat(rest));
            client.publish("news", "y".repeat(rest + 1));
            assertThat(client.messages()).extracting(Message::payload).containsExactly("x".repeat(rest));
        }
    }

    @Test
    void the_listener_is_told_how_long_a_reply_may_be_and_a_longer_one_is_not_sent() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, LIMITED)) {
            Connection connection = gateway.connectionOf("app");
            ReplyRoute route = new ReplyRoute("reply/1", new byte[] {1, 2, 3});
            int largest = connection.largestReply(route);
            assertThat(largest).isBetween(SIZE / 4, SIZE);
            connection.reply(route, new byte[SIZE]);
            connection.reply(route, "r".repeat(largest).getBytes(StandardCharsets.UTF_8));
            assertThat(client.message().payload()).hasSize(largest);
        }
    }

    @Test
    void clients_that_set_no_limit_may_be_answered_at_any_length() throws Exception {
        ReplyRoute route = new ReplyRoute("reply/1", null);
        try (RawClient before5 = RawClient.connected(gateway, 4, "a.pump", "four");
                Client5 client = Client5.open(gateway, "a.pump", "five")) {
            before5.send(RawClient.ping());
            client.raw.send(RawClient.ping());
            assertThat(gateway.connectionOf("four").largestReply(route)).isEqualTo(Integer.MAX_VALUE);
            assertThat(gateway.connectionOf("five").largestReply(route)).isEqualTo(Integer.MAX_VALUE);
        }
    }

    @Test
    void a_farewell_that_is_too_long_is_cut_down_to_its_code() throws Exception {
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, Client5.four(0x27, 30))) {
            client.raw.send(Client5.publish(0, "", 0, NONE, "x"));
            Packet farewell = client.raw.read();
            assertThat(farewell.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(farewell.body()).containsExactly(0x82);
        }
    }

    @Test
    void a_refusal_that_is_too_long_is_cut_down_to_its_code() throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            Body body = Client5.head(0xC2, Client5.four(0x27, 10))
                    .text("app")
                    .text("a.pump")
                    .text("wrong");
            client.raw.send(RawClient.packet(0x10, body));
            assertThat(client.raw.read().body()).containsExactly(0, 0x86, 0);
            assertThat(client.raw.isHungUp()).isTrue();
        }
    }

    @Test
    void a_client_that_cannot_even_take_its_welcome_is_hung_up_on() throws Exception {
        try (Client5 client = Client5.dial(gateway)) {
            client.raw.send(Client5.connect("a.pump", "app", true, Client5.four(0x27, 5)));
            client.raw.drain();
        }
    }

    @Test
    void an_acknowledgement_that_is_too_large_is_left_out() throws Exception {
        String[] filters = new String[80];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = "news/" + i;
        }
        try (Client5 client = Client5.open(gateway, "a.pump", "app", true, LIMITED)) {
            client.raw.send(Client5.subscribe(NONE, 0, filters));
            client.publish("news/79", "x");
            assertThat(client.message().payload()).isEqualTo("x");
        }
    }
}
