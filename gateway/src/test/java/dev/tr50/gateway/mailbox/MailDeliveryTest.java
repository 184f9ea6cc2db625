package dev.tr50.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.storage.Mailbox;
import dev.tr50.storage.NewMessage;
import dev.tr50.storage.ObjectId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When and to whom messages are handed out: limits, lost replies, restarts, children, and things that go. */
class MailDeliveryTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static int things;
    private static Integrator integrator;

    private final String key = "valve-" + things++;
    private Device valve;

    @BeforeAll
    static void begin() throws IOException {
        integrator = Integrator.connected(GATEWAY);
    }

    @AfterAll
    static void end() throws IOException {
        integrator.close();
    }

    @BeforeEach
    void connect() throws IOException {
        valve = Device.connected(GATEWAY, key);
    }

    @AfterEach
    void disconnect() throws IOException {
        valve.close();
    }

    private static void reconnect() throws IOException {
        integrator.close();
        integrator = Integrator.connected(GATEWAY);
    }

    /** Sends without waiting for the answer; returns the id. */
    private String send(String thingKey, String method, String more) throws Exception {
        return integrator
                .call(
                        "method.exec",
                        "{\"thingKey\":\"" + thingKey + "\",\"method\":\"" + method + "\",\"ackTimeout\":0" + more
                                + "}")
                .at("/params/id")
                .asText();
    }

    private String send(String method) throws Exception {
        return send(key, method, "");
    }

    private static String status(String id) throws Exception {
        return integrator
                .call("mailbox.find", "{\"id\":\"" + id + "\"}")
                .at("/params/status")
                .asText();
    }

    private static List<String> methods(List<JsonNode> messages) {
        return messages.stream()
                .map(message -> message.at("/params/method").asText())
                .toList();
    }

    /** What came on the way of earlier messages is of no interest. */
    private void forgetNotices() throws IOException {
        valve.close();
        valve = Device.connected(GATEWAY, key);
        valve.notice();
    }

    @Test
    void what_a_limit_left_behind_is_told_of_when_the_thing_answers_something() throws Exception {
        send("a");
        send("b");
        send("c");
        forgetNotices();
        List<JsonNode> first = valve.check("{\"limit\":2}");
        assertThat(methods(first)).containsExactly("a", "b");

        valve.ack(first.get(0), "");
        valve.notice();
        assertThat(methods(valve.check("{\"limit\":2}"))).containsExactly("c");
        assertThat(valve.check("{\"limit\":2}")).isEmpty();
    }

    @Test
    void what_a_limit_left_behind_is_told_of_soon_though_the_thing_says_nothing() throws Exception {
        send("a");
        send("b");
        forgetNotices();
        assertThat(methods(valve.check("{\"limit\":1}"))).containsExactly("a");

        valve.notice();
        assertThat(methods(valve.check("{\"limit\":1}"))).containsExactly("b");
    }

    @Test
    void no_more_than_a_hundred_are_fetched_at_once() throws Exception {
        valve.close();
        try (Tr50Client owner = GATEWAY.owner()) {
            sendMany(owner, 60);
            sendMany(owner, 60);
        }
        valve = Device.connected(GATEWAY, key);

        assertThat(valve.check("{\"limit\":0}")).hasSize(100);
        assertThat(valve.check("{}")).hasSize(20);
        assertThat(valve.check("{}")).isEmpty();
    }

    private JsonNode sendMany(Tr50Client client, int messages) throws Exception {
        String commands = IntStream.range(0, messages)
                .mapToObj(i -> "\"" + i + "\":{\"command\":\"mailbox.send\",\"params\":{\"thingKey\":\"" + key
                        + "\",\"command\":\"c\",\"ackTimeout\":0}}")
                .collect(Collectors.joining(",", "{", "}"));
        byte[] reply = client.exchange(commands.getBytes(StandardCharsets.UTF_8), RunningGateway.PATIENCE)
                .orElseThrow();
        return new JsonMapper().readTree(reply).get(Integer.toString(messages - 1));
    }

    @Test
    void a_mailbox_takes_a_thousand_messages_and_refuses_one_more() throws Exception {
        String thingId = integrator
                .call("thing.find", "{\"key\":\"" + key + "\"}")
                .at("/params/id")
                .asText();
        GATEWAY.whileStopped(storage -> {
            for (int i = 0; i < Mailbox.MOST_OPEN; i++) {
                NewMessage message =
                        new NewMessage(ObjectId.next(), thingId, "user:x", "c", null, "{}", Duration.ofHours(1), false);
                storage.mailbox().send(message, Instant.now());
            }
        });
        valve.close();
        reconnect();

        assertThat(integrator.call("method.exec", "{\"thingKey\":\"" + key + "\",\"method\":\"m\",\"ackTimeout\":0}"))
                .hasToString("{\"success\":false,\"errorCodes\":[-99006],\"errorMessages\":[\"The mailbox of " + key
                        + " is full: 1000 messages are open\"]}");
    }

    @Test
    void params_that_are_too_long_are_refused_on_both_ways() throws Exception {
        String large = ",\"params\":{\"a\":\"" + "x".repeat(Mailbox.MOST_BYTES) + "\"}";
        JsonNode refused = integrator.call(
                "method.exec", "{\"thingKey\":\"" + key + "\",\"method\":\"m\",\"ackTimeout\":0" + large + "}");
        assertThat(refused.at("/errorCodes/0").asInt()).isEqualTo(-99011);

        String id = send("m");
        JsonNode message = valve.fetch();
        assertThat(valve.ack(message, large).at("/errorCodes/0").asInt()).isEqualTo(-99011);
        assertThat(status(id)).isEqualTo("in-flight");
    }

    @Test
    void what_a_lost_reply_held_is_new_again_in_its_old_place() throws Exception {
        String first = send("first");
        valve.close();
        Device hasty = Device.connected(GATEWAY, key, "hasty");
        hasty.subscribeToReplies();
        hasty.ask("mailbox.check", "{}");
        hasty.awaitPublishAtQos1();
        assertThat(status(first)).isEqualTo("in-flight");
        String second = send("second");
        hasty.reset();

        await().until(() -> status(first).equals("new"));
        valve = Device.connected(GATEWAY, key);
        valve.notice();
        List<JsonNode> messages = valve.check("{}");
        assertThat(messages).extracting(message -> message.get("id").asText()).containsExactly(first, second);
    }

    @Test
    void messages_survive_a_restart_in_every_state() throws Exception {
        String fresh = send("fresh");
        String fetched = valve.fetch().get("id").asText();
        assertThat(fetched).isEqualTo(fresh);
        String waiting = send(key, "waiting", ",\"ttl\":3600");
        String expiring = send(key, "expiring", ",\"ttl\":1");
        GATEWAY.restart();
        reconnect();
        valve.close();
        await().until(() -> status(expiring).equals("expired"));

        valve = Device.connected(GATEWAY, key);
        valve.notice();
        List<JsonNode> messages = valve.check("{}");
        assertThat(messages).extracting(message -> message.get("id").asText()).containsExactly(waiting);
        assertThat(status(fetched)).isEqualTo("in-flight");
        valve.call("mailbox.ack", "{\"id\":\"" + fetched + "\"}");
        assertThat(status(fetched)).isEqualTo("completed-ok");
    }

    @Test
    void a_parent_is_told_of_the_mail_of_its_child_fetches_and_answers_it() throws Exception {
        String child = key + "-child";
        Device.connected(GATEWAY, child).close();
        valve.call("thing.bind", "{\"key\":\"" + child + "\"}");
        CompletableFuture<JsonNode> call =
                integrator.ask("method.exec", "{\"thingKey\":\"" + child + "\",\"method\":\"m\"}");
        JsonNode notice = valve.notice();
        JsonNode message = valve.check("{}").get(0);

        assertThat(notice.get("thingKey").asText()).isEqualTo(key);
        assertThat(message.get("thingKey").asText()).isEqualTo(child);
        valve.ack(message, ",\"params\":{\"a\":1}");
        assertThat(Integrator.reply(call)).hasToString("{\"success\":true,\"params\":{\"a\":1}}");
    }

    @Test
    void mail_that_waits_for_a_child_is_told_when_it_is_bound() throws Exception {
        String child = key + "-late";
        Device.connected(GATEWAY, child).close();
        send(child, "m", "");
        valve.call("thing.bind", "{\"key\":\"" + child + "\"}");

        assertThat(valve.fetch().get("thingKey").asText()).isEqualTo(child);
    }

    @Test
    void a_caller_over_http_waits_for_the_answer() throws Exception {
        String session = GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\""
                        + GATEWAY.ownerEmail() + "\",\"password\":\"" + GATEWAY.ownerPassword() + "\"}}}")
                .at("/auth/params/sessionId")
                .asText();
        CompletableFuture<JsonNode> call = CompletableFuture.supplyAsync(() -> {
            try {
                return GATEWAY.api(
                        "{\"data\":{\"command\":\"method.exec\",\"params\":{\"thingKey\":\"" + key
                                + "\",\"method\":\"m\",\"ackTimeout\":30,\"parameters\":{\"a\":1}}}}",
                        "sessionId",
                        session);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        JsonNode message = valve.fetch();
        assertThat(message.at("/params/params/a").asInt()).isEqualTo(1);
        assertThat(message.toString()).doesNotContain(session);
        valve.ack(message, ",\"errorCode\":3,\"errorMessage\":\"bad\"");

        assertThat(Integrator.reply(call).get("data"))
                .hasToString("{\"success\":false,\"errorCodes\":[3],\"errorMessages\":[\"bad\"]}");
    }

    @Test
    void whoever_waits_for_a_thing_is_told_when_it_is_deleted() throws Exception {
        CompletableFuture<JsonNode> call =
                integrator.ask("method.exec", "{\"thingKey\":\"" + key + "\",\"method\":\"m\"}");
        String id = valve.fetch().get("id").asText();
        String thingId = integrator
                .call("thing.find", "{\"key\":\"" + key + "\"}")
                .at("/params/id")
                .asText();
        delete("/things/" + thingId);

        assertThat(Integrator.reply(call).at("/errorCodes/0").asInt()).isEqualTo(-90008);
        assertThat(integrator
                        .call("mailbox.find", "{\"id\":\"" + id + "\"}")
                        .at("/errorCodes/0")
                        .asInt())
                .isEqualTo(-90008);
    }

    private static void delete(String path) throws Exception {
        String token = new JsonMapper()
                .readTree(GATEWAY.post(
                                "/tokens",
                                "{\"email\":\"" + GATEWAY.ownerEmail() + "\",\"password\":\"" + GATEWAY.ownerPassword()
                                        + "\"}",
                                "Content-Type",
                                "application/json")
                        .body())
                .get("token")
                .asText();
        URI uri = URI.create("http://127.0.0.1:" + GATEWAY.httpPort() + path);
        assertThat(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri)
                                        .header("Authorization", "Bearer " + token)
                                        .DELETE()
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void the_definition_of_a_method_says_how_long_its_callers_wait() throws Exception {
        List<String> methods = new ArrayList<>(List.of(
                "\"brief\":{\"name\":\"Brief\",\"defaultAckTimeout\":1}",
                "\"ruled\":{\"name\":\"Ruled\",\"handler\":\"trigger\"}"));
        integrator.call(
                "thing_def.create",
                "{\"key\":\"" + key + "-def\",\"name\":\"D\",\"autoDefProps\":true,\"methods\":{"
                        + String.join(",", methods) + "}}");
        String thing = key + "-defined";
        integrator.call("thing.create", "{\"key\":\"" + thing + "\",\"name\":\"T\",\"defKey\":\"" + key + "-def\"}");

        JsonNode timedOut = integrator.call("method.exec", "{\"thingKey\":\"" + thing + "\",\"method\":\"brief\"}");
        assertThat(timedOut.at("/errorCodes/0").asInt()).isEqualTo(-99010);
        JsonNode ruled = integrator.call("method.exec", "{\"thingKey\":\"" + thing + "\",\"method\":\"ruled\"}");
        assertThat(ruled.at("/errorMessages/0").asText())
                .isEqualTo("Method ruled is handled by a trigger, and triggers are not supported");
    }
}
