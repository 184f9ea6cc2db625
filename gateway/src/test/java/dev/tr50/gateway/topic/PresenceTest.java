package dev.tr50.gateway.topic;

import static dev.tr50.gateway.RunningGateway.call;
import static dev.tr50.gateway.field.MqttBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code thing.find} and {@code thing/<thingKey>/connection} tell of a thing's connections. */
class PresenceTest {

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static final Random RANDOM = new Random(3);
    private String thing;

    @BeforeEach
    void newThing() {
        thing = "pump-" + RANDOM.nextInt(Integer.MAX_VALUE);
    }

    private TopicClient connect(String clientId) throws IOException {
        return connect(clientId, 60);
    }

    private TopicClient connect(String clientId, int keepAlive) throws IOException {
        return TopicClient.connect(GATEWAY, 4, thing, GATEWAY.appToken(), clientId, true, keepAlive);
    }

    private TopicClient watching() throws IOException {
        TopicClient watching = TopicClient.owner(GATEWAY);
        assertThat(watching.subscribe("thing/" + thing + "/connection", 0)).isZero();
        return watching;
    }

    private String connection(boolean connected) {
        return "thing/" + thing + "/connection " + connected;
    }

    private JsonNode find(Tr50Client user) throws Exception {
        return call(user, "thing.find", "{\"key\":\"" + thing + "\"}").at("/params");
    }

    private static Instant lastSeen(JsonNode found) {
        return Instant.parse(found.at("/lastSeen").asText());
    }

    @Test
    void the_first_connection_and_the_end_of_the_last_are_told_and_nothing_between() throws Exception {
        try (TopicClient watching = watching()) {
            TopicClient one = connect("1");
            assertThat(watching.message()).isEqualTo(connection(true));
            TopicClient two = connect("2");
            assertThat(sessionOf(two)).isNotEmpty();
            one.close();
            TopicClient three = connect("3");
            assertThat(sessionOf(three)).isNotEmpty();
            two.reset();
            three.close();
            assertThat(watching.message()).isEqualTo(connection(false));
            connect("1").close();
            assertThat(watching.messages(2)).containsExactly(connection(true), connection(false));
            watching.assertNothingMoreCame();
        }
    }

    @Test
    void of_several_connections_the_newest_is_shown_and_the_others_when_it_is_gone() throws Exception {
        try (Tr50Client user = GATEWAY.owner();
                TopicClient one = connect("1")) {
            String first = sessionOf(one);
            try (TopicClient two = connect("2")) {
                String second = sessionOf(two);
                JsonNode found = find(user);
                assertThat(found.at("/connected").asBoolean()).isTrue();
                assertThat(found.at("/sessionId").asText()).isEqualTo(second).isNotEqualTo(first);
                assertThat(found.at("/proto").asText()).isEqualTo("MQTT");
            }
            await().untilAsserted(() ->
                    assertThat(find(user).at("/sessionId").asText()).isEqualTo(first));
            assertThat(find(user).at("/remoteAddr").asText()).startsWith("127.0.0.1:");
        }
    }

    /** Who is answered has arrived; a CONNACK is sent before that. */
    private static String sessionOf(TopicClient client) throws IOException {
        client.send("api", utf8("{\"1\":{\"command\":\"session.info\"}}"), 0, 0, false);
        String reply = client.message();
        return reply.replaceFirst(".*?\"id\":\"", "").replaceFirst("\".*", "");
    }

    @Test
    void a_connection_that_is_reset_is_gone_at_once() throws Exception {
        try (TopicClient watching = watching();
                Tr50Client user = GATEWAY.owner()) {
            Instant before = Instant.now().minusMillis(1);
            TopicClient client = connect("1");
            assertThat(watching.message()).isEqualTo(connection(true));
            client.reset();
            assertThat(watching.message()).isEqualTo(connection(false));
            JsonNode found = find(user);
            assertThat(found.at("/connected").asBoolean()).isFalse();
            assertThat(found.has("remoteAddr")).isFalse();
            assertThat(lastSeen(found)).isBetween(before, Instant.now());
        }
    }

    @Test
    void a_client_that_vanishes_is_gone_when_its_keep_alive_has_passed() throws Exception {
        try (TopicClient watching = watching();
                TopicClient silent = connect("1", 1)) {
            assertThat(watching.messages(2)).containsExactly(connection(true), connection(false));
            assertThat(silent.isHungUp()).isTrue();
        }
    }

    @Test
    void what_is_told_of_a_takeover_alternates_and_ends_with_the_truth() throws Exception {
        try (TopicClient watching = watching();
                Tr50Client user = GATEWAY.owner()) {
            watching.subscribe("thing/" + thing + "/attribute/end", 0);
            TopicClient older = connect("same");
            TopicClient newer = connect("same");
            assertThat(older.isHungUp()).isTrue();
            String current = sessionOf(newer);
            await().untilAsserted(() ->
                    assertThat(find(user).at("/sessionId").asText()).isEqualTo(current));
            newer.reset();
            await().untilAsserted(() ->
                    assertThat(find(user).at("/connected").asBoolean()).isFalse());
            call(user, "thing.attr.set", "{\"thingKey\":\"" + thing + "\",\"key\":\"end\",\"value\":\"\"}");

            List<String> told = new ArrayList<>();
            for (String next = watching.message(); !next.contains("/end"); next = watching.message()) {
                told.add(next);
            }
            assertThat(told.size()).isEven().isPositive();
            for (int i = 0; i < told.size(); i++) {
                assertThat(told.get(i)).isEqualTo(connection(i % 2 == 0));
            }
        }
    }

    @Test
    void a_connection_that_takes_over_is_the_one_that_is_shown() throws Exception {
        try (Tr50Client user = GATEWAY.owner();
                TopicClient other = connect("other")) {
            for (int i = 0; i < 5; i++) {
                TopicClient newer = connect("same");
                String current = sessionOf(newer);
                await().untilAsserted(() ->
                        assertThat(find(user).at("/sessionId").asText()).isEqualTo(current));
            }
            assertThat(sessionOf(other)).isNotEmpty();
        }
    }

    @Test
    void a_thing_watches_its_own_connections() throws Exception {
        try (TopicClient one = connect("1")) {
            assertThat(one.subscribe("thing/" + thing + "/connection", 1)).isEqualTo(1);
            connect("2").close();
            one.assertNothingMoreCame();
        }
    }

    @Test
    void after_a_restart_a_thing_was_seen_until_the_gateway_stopped() throws Exception {
        try (TopicClient client = connect("1")) {
            sessionOf(client);
            Instant before = Instant.now().minusMillis(1);
            GATEWAY.restart();
            try (Tr50Client user = GATEWAY.owner()) {
                JsonNode found = find(user);
                assertThat(found.at("/connected").asBoolean()).isFalse();
                assertThat(lastSeen(found)).isBetween(before, Instant.now());
            }
        }
    }
}
