package dev.tr50.gateway.dispatch;

import static dev.tr50.gateway.dispatch.SomebodyElse.command;
import static dev.tr50.gateway.dispatch.SomebodyElse.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WaitingOverHttpTest {
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

    private static ByteClient connect() throws IOException {
        return new ByteClient(house.http.port());
    }

    private static String request(String message) {
        return "POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: " + message.length() + "\r\n\r\n" + message;
    }

    private static String reply(ByteClient client) throws IOException {
        int length = client.head().stream()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
                .findFirst()
                .orElseThrow();
        return client.text(length);
    }

    /** A connection on which nothing happens has been closed. */
    private static void awaitTheEndOfAnIdleConnection() throws IOException {
        try (ByteClient idle = connect()) {
            assertThat(idle.rest()).isEmpty();
        }
    }

    @Test
    void a_call_outlives_the_time_after_which_idle_connections_are_closed_and_its_connection_is_kept()
            throws Exception {
        try (ByteClient client = connect()) {
            client.send(request(message(command("a", "test.ask", "long"))));
            somebody.question("long");
            awaitTheEndOfAnIdleConnection();
            awaitTheEndOfAnIdleConnection();

            somebody.answer("long", "at last");
            assertThat(reply(client)).contains("at last");
            client.send(request(message(command("a", "test.take", "x"))));
            assertThat(reply(client)).contains("\"x\"");
            assertThat(client.rest()).as("idle again, and closed").isEmpty();
        }
        assertThat(somebody.takenBack).doesNotContain("x");
    }

    @Test
    void no_thread_waits() throws Exception {
        try (ByteClient one = connect();
                ByteClient two = connect();
                ByteClient three = connect()) {
            one.send(request(message(command("a", "test.ask", "one"))));
            two.send(request(message(command("a", "test.ask", "two"))));
            somebody.question("one");
            somebody.question("two");
            three.send(request(message(command("a", "test.tell", "one"), command("b", "test.tell", "two"))));

            assertThat(reply(three)).contains("ok");
            assertThat(reply(two)).contains("told");
            assertThat(reply(one)).contains("told");
        }
    }

    @Test
    void a_request_behind_one_that_waits_is_answered_after_it() throws Exception {
        try (ByteClient client = connect()) {
            client.send(request(message(command("a", "test.ask", "first")))
                    + request(message(command("b", "test.take", "second"))));
            somebody.answer("first", "one");

            assertThat(reply(client)).contains("\"one\"");
            assertThat(reply(client)).contains("\"second\"");
        }
    }

    @Test
    void a_client_that_closes_is_noticed_and_what_it_took_is_taken_back() throws Exception {
        try (ByteClient client = connect()) {
            client.send(request(message(command("a", "test.take", "gone"), command("b", "test.ask", "left"))));
            somebody.question("left");
        }
        await().untilAsserted(() -> assertThat(somebody.question("left")).isCancelled());
        await().untilAsserted(() -> assertThat(somebody.takenBack).containsOnlyOnce("gone"));
        await().until(() -> house.http.running() == 0);
    }

    /** A connection on which a request stands behind is not read until that has its turn. */
    @Test
    void a_client_that_closes_with_a_request_behind_the_one_that_waits_is_noticed_with_the_answer() throws Exception {
        try (ByteClient client = connect()) {
            client.send(request(message(command("a", "test.take", "lost"), command("b", "test.ask", "pipelined")))
                    + request(message(command("b", "test.take", "behind"))));
            somebody.question("pipelined");
            client.reset();
        }
        somebody.answer("pipelined", "nobody reads this");
        await().untilAsserted(() -> assertThat(somebody.takenBack).containsOnlyOnce("lost"));
        await().until(() -> house.http.running() == 0);
    }
}
