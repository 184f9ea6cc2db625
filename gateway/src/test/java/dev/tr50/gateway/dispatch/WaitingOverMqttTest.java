package dev.tr50.gateway.dispatch;

import static dev.tr50.gateway.dispatch.SomebodyElse.command;
import static dev.tr50.gateway.dispatch.SomebodyElse.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.field.MqttBytes;
import dev.tr50.gateway.limit.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WaitingOverMqttTest {
    private static final int PUBLISH = 0x30;

    private static WaitingHouse house;
    private static SomebodyElse somebody;

    @BeforeAll
    static void open() throws IOException {
        house = new WaitingHouse();
        somebody = house.somebody;
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static MqttBytes connect() throws IOException {
        return connect(house);
    }

    private static MqttBytes connect(WaitingHouse house) throws IOException {
        MqttBytes client = new MqttBytes(house.broker.port());
        client.send(
                0x10, "MQTT", new byte[] {4, (byte) 0xC2, 0, 60}, "client-" + System.nanoTime(), "somebody", "secret");
        client.packet();
        return client;
    }

    private static void publish(MqttBytes client, String topic, String message) throws IOException {
        client.send(PUBLISH, topic, message.getBytes(StandardCharsets.UTF_8));
    }

    private static String reply(MqttBytes client) throws IOException {
        MqttBytes.Publish publish = client.publish();
        return publish.topic() + " " + publish.text();
    }

    @Test
    void other_messages_of_the_connection_are_answered_before_one_that_waits() throws Exception {
        try (MqttBytes client = connect()) {
            publish(client, "api/1", message(command("a", "test.ask", "q")));
            publish(client, "api/2", message(command("b", "test.take", "x")));
            assertThat(reply(client)).isEqualTo("reply/2 {\"b\":{\"success\":true,\"params\":{\"word\":\"x\"}}}");

            somebody.answer("q", "yes");
            assertThat(reply(client)).isEqualTo("reply/1 {\"a\":{\"success\":true,\"params\":{\"word\":\"yes\"}}}");
        }
    }

    @Test
    void a_device_may_ask_itself_in_one_message_with_other_commands() throws Exception {
        try (MqttBytes client = connect()) {
            publish(client, "api/1", message(command("a", "test.ask", "self"), command("b", "test.tell", "self")));

            assertThat(reply(client))
                    .isEqualTo("reply/1 {\"a\":{\"success\":true,\"params\":{\"word\":\"told\"}},"
                            + "\"b\":{\"success\":true,\"params\":{\"word\":\"ok\"}}}");
        }
    }

    @Test
    void what_is_answered_at_once_keeps_its_place() throws Exception {
        try (MqttBytes client = connect()) {
            publish(client, "api/1", message(command("a", "test.ask", "now")));
            publish(client, "api/2", message(command("b", "test.take", "x")));

            assertThat(reply(client)).startsWith("reply/1").contains("at once");
            assertThat(reply(client)).startsWith("reply/2");
            assertThat(house.calls.size()).isZero();
        }
    }

    @Test
    void a_refusal_that_comes_later_is_told_and_a_fault_too() throws Exception {
        try (MqttBytes client = connect()) {
            publish(client, "api/1", message(command("a", "test.ask", "refused")));
            somebody.refuse("refused", "Method timed out");
            assertThat(reply(client))
                    .isEqualTo("reply/1 {\"a\":{\"success\":false,\"errorCodes\":[-99010],"
                            + "\"errorMessages\":[\"Method timed out\"]}}");

            publish(client, "api/2", message(command("a", "test.ask", "broken")));
            assertThat(reply(client)).contains("-99007");
        }
    }

    @Test
    void a_command_is_counted_when_it_is_answered() throws Exception {
        try (WaitingHouse own = new WaitingHouse();
                MqttBytes client = connect(own)) {
            publish(client, "api/1", message(command("a", "test.ask", "q")));
            own.somebody.question("q");
            publish(client, "api/2", message(command("b", "test.take", "x")));
            reply(client);
            assertThat(own.counted).containsExactly("test.take null");

            own.somebody.answer("q", "yes");
            reply(client);
            assertThat(own.counted).containsExactly("test.take null", "test.ask null");
        }
    }

    @Test
    void as_many_wait_as_may_and_one_more_is_refused() throws Exception {
        try (WaitingHouse own = new WaitingHouse();
                MqttBytes client = connect(own);
                MqttBytes other = connect(own)) {
            for (int i = 0; i < WaitingHouse.MOST_OF_SESSION; i++) {
                publish(client, "api/" + i, message(command("a", "test.ask", "q" + i)));
            }
            publish(client, "api/x", message(command("a", "test.ask", "one more")));
            assertThat(reply(client)).startsWith("reply/x").contains("-99006", "300 calls already");

            int left = WaitingHouse.MOST - WaitingHouse.MOST_OF_SESSION;
            for (int i = 0; i < left; i++) {
                publish(other, "api/" + i, message(command("a", "test.ask", "o" + i)));
            }
            publish(other, "api/x", message(command("a", "test.ask", "one more")));
            assertThat(reply(other)).startsWith("reply/x").contains("-99006", "310 calls already");
            assertThat(own.limits.of(Limit.WAITING_CALLS)).isEqualTo(2);
            assertThat(own.calls.size()).isEqualTo(WaitingHouse.MOST);

            List<String> replies = new ArrayList<>();
            IntStream.range(0, WaitingHouse.MOST_OF_SESSION).forEach(i -> own.somebody.answer("q" + i, "yes"));
            for (int i = 0; i < WaitingHouse.MOST_OF_SESSION; i++) {
                replies.add(client.publish().topic());
            }
            assertThat(replies).doesNotHaveDuplicates();
            publish(client, "api/y", message(command("a", "test.ask", "again"), command("b", "test.tell", "again")));
            assertThat(reply(client)).startsWith("reply/y").contains("told");
            assertThat(own.calls.size()).isEqualTo(left);
        }
    }

    @Test
    void a_caller_that_leaves_is_forgotten_and_what_it_took_is_taken_back_once() throws Exception {
        try (MqttBytes client = connect()) {
            publish(client, "api/1", message(command("a", "test.take", "leaving"), command("b", "test.ask", "left")));
            somebody.question("left");
            client.reset();
        }
        await().untilAsserted(() -> assertThat(somebody.takenBack).containsOnlyOnce("leaving"));
        assertThat(somebody.question("left")).isCancelled();
        await().until(() -> house.calls.size() == 0);
    }

    @Test
    void what_arrived_is_not_taken_back() throws Exception {
        try (MqttBytes client = connect()) {
            publish(client, "api/1", message(command("a", "test.take", "arrived")));
            reply(client);
            client.reset();
        }
        await().until(() -> house.door.connections().findAny().isEmpty());
        assertThat(somebody.takenBack).doesNotContain("arrived");
    }

    @Test
    void what_does_not_fit_into_the_reply_is_taken_back() throws Exception {
        try (MqttBytes client = connect()) {
            String large = "x".repeat(WaitingHouse.REPLY_BYTES);
            publish(client, "api/1", message(command("a", "test.take", "y"), command("b", "test.take", large)));

            assertThat(reply(client)).contains("\"y\"", "-99011");
            await().untilAsserted(() ->
                    assertThat(somebody.takenBack).containsOnlyOnce(large).doesNotContain("y"));
        }
    }

    @Test
    void when_the_gateway_stops_those_who_wait_are_told_and_nobody_begins_to_wait() throws Exception {
        try (WaitingHouse own = new WaitingHouse();
                MqttBytes client = connect(own)) {
            publish(client, "api/1", message(command("a", "test.ask", "q")));
            own.somebody.question("q");
            own.calls.end();
            assertThat(reply(client)).startsWith("reply/1").contains("-99006", "The gateway is stopping");

            publish(client, "api/2", message(command("a", "test.ask", "r")));
            assertThat(reply(client)).startsWith("reply/2").contains("The gateway is stopping");
            assertThat(own.door.drain()).succeedsWithin(Duration.ofSeconds(20));
        }
    }
}
