package dev.tr50.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a method call from its caller to the thing and back, on the wire. */
class MethodExecTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static int things;
    private static Integrator integrator;

    private final String key = "pump-" + things++;
    private Device pump;

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
        pump = Device.connected(GATEWAY, key);
    }

    @AfterEach
    void disconnect() throws IOException {
        pump.close();
    }

    private static CompletableFuture<JsonNode> call(String command, String params) throws IOException {
        return integrator.ask(command, params);
    }

    private CompletableFuture<JsonNode> exec(String method, String more) throws IOException {
        return call("method.exec", "{\"thingKey\":\"" + key + "\",\"method\":\"" + method + "\"" + more + "}");
    }

    private static JsonNode get(CompletableFuture<JsonNode> reply) throws Exception {
        return Integrator.reply(reply);
    }

    private JsonNode find(JsonNode message) throws Exception {
        return get(call("mailbox.find", "{\"id\":\"" + message.get("id").asText() + "\"}"))
                .get("params");
    }

    private static List<String> statuses(JsonNode found) {
        List<String> statuses = new ArrayList<>();
        found.at("/history").forEach(step -> statuses.add(step.get("status").asText()));
        return statuses;
    }

    private static void assertSuccess(JsonNode reply, String expected) {
        assertThat(reply).hasToString("{\"success\":true" + expected + "}");
    }

    private static void assertFailure(JsonNode reply, int code, String text) {
        assertThat(reply)
                .hasToString("{\"success\":false,\"errorCodes\":[" + code + "],\"errorMessages\":[\"" + text + "\"]}");
    }

    @Test
    void the_thing_is_told_fetches_the_call_and_answers_it() throws Exception {
        CompletableFuture<JsonNode> call = exec("set_speed", ",\"params\":{\"rpm\":900.50,\"unknown\":[1]}");
        JsonNode notice = pump.notice();
        JsonNode message = pump.check("{\"autoComplete\":false,\"limit\":0}").get(0);
        String id = message.get("id").asText();

        assertThat(notice.get("thingKey").asText()).isEqualTo(key);
        assertThat(id).matches("[0-9a-f]{24}");
        assertThat(message)
                .hasToString("{\"id\":\"" + id + "\",\"thingKey\":\"" + key
                        + "\",\"from\":\"user:admin@localhost\",\"command\":\"method.exec\",\"params\":{\"method\":\"set_speed\","
                        + "\"params\":{\"rpm\":900.5,\"unknown\":[1]},\"thingDefKey\":\"default\"}}");
        assertThat(pump.check("{}")).isEmpty();
        assertThat(call).isNotDone();
        assertSuccess(pump.ack(message, ",\"params\":{\"response\":\"acknowledged\"}"), "");
        assertSuccess(get(call), ",\"params\":{\"response\":\"acknowledged\"}");
        assertThat(statuses(find(message))).containsExactly("new", "in-flight", "completed-ok");
    }

    @Test
    void a_call_of_a_thing_that_is_away_reaches_it_when_it_connects() throws Exception {
        pump.close();
        CompletableFuture<JsonNode> call = exec("start", "");
        await().until(() -> mailOf(key) == 1);

        pump = Device.connected(GATEWAY, key);
        pump.ack(pump.fetch(), "");
        assertSuccess(get(call), ",\"params\":{}");
    }

    private long mailOf(String thingKey) throws Exception {
        return get(call("mailbox.summary", "{\"thingKey\":\"" + thingKey + "\"}"))
                .at("/params/summary/new")
                .asLong();
    }

    @Test
    void a_thing_without_mail_is_told_nothing_when_it_connects() throws Exception {
        pump.assertNoNotice();
    }

    @Test
    void an_unknown_thing_is_told_at_once() throws Exception {
        JsonNode reply = get(call("method.exec", "{\"thingKey\":\"nobody\",\"method\":\"m\"}"));

        assertFailure(reply, -90008, "Thing nobody not found");
    }

    @Test
    void an_error_of_the_thing_is_told_with_its_number_and_its_text() throws Exception {
        CompletableFuture<JsonNode> call = exec("fail_action", "");
        pump.ack(pump.fetch(), ",\"errorCode\":19,\"errorMessage\":\"fail and such\"");

        assertFailure(get(call), 19, "fail and such");
    }

    @Test
    void an_error_without_a_text_is_told_with_one() throws Exception {
        CompletableFuture<JsonNode> call = exec("m", "");
        pump.ack(pump.fetch(), ",\"errorCode\":-18030.0,\"errorMessage\":\"\"");

        assertFailure(get(call), -18030, "Method failed with code -18030");
    }

    @Test
    void a_text_with_a_success_goes_to_the_history_only() throws Exception {
        CompletableFuture<JsonNode> call = exec("m", "");
        JsonNode message = pump.fetch();
        pump.ack(message, ",\"errorCode\":\"0\",\"errorMessage\":\"I did it!\"");

        assertSuccess(get(call), ",\"params\":{}");
        JsonNode found = find(message);
        assertThat(found.at("/history/2/message").asText()).isEqualTo("I did it!");
        assertThat(found.has("errorMessage")).isFalse();
        assertThat(found.has("errorCode")).isFalse();
    }

    @Test
    void who_fetches_with_autoComplete_has_answered_by_that() throws Exception {
        CompletableFuture<JsonNode> call = exec("m", "");
        pump.notice();
        JsonNode message = pump.check("{\"autoComplete\":true}").get(0);

        assertSuccess(get(call), "");
        assertSuccess(pump.ack(message, ",\"errorCode\":5"), "");
        assertThat(statuses(find(message))).containsExactly("new", "completed-auto");
    }

    @Test
    void an_update_is_noted_and_answers_nobody() throws Exception {
        CompletableFuture<JsonNode> call = exec("software_update", "");
        JsonNode message = pump.fetch();
        String id = message.get("id").asText();
        assertSuccess(pump.call("mailbox.update", "{\"id\":\"" + id + "\",\"msg\":\"Invoked\"}"), "");
        assertSuccess(pump.call("mailbox.update", "{\"id\":\"" + id + "\",\"msg\":\"Running Install\"}"), "");
        assertThat(call).isNotDone();
        JsonNode found = find(message);
        assertThat(found.get("status").asText()).isEqualTo("in-progress");
        assertThat(found.at("/history/2/message").asText()).isEqualTo("Invoked");

        pump.ack(message, ",\"errorCode\":0");
        assertSuccess(get(call), ",\"params\":{}");
        assertThat(statuses(find(message)))
                .containsExactly("new", "in-flight", "in-progress", "in-progress", "completed-ok");
    }

    @Test
    void a_call_that_nobody_fetches_in_time_is_never_delivered() throws Exception {
        JsonNode reply = get(exec("m", ",\"ackTimeout\":1"));

        assertThat(reply.at("/errorCodes/0").asInt()).isEqualTo(-99010);
        assertThat(reply.at("/errorMessages/0").asText()).startsWith("Method timed out");
        assertThat(pump.check("{}")).isEmpty();
        await().until(() -> get(call("mailbox.list", "{\"thingKey\":\"" + key + "\"}"))
                .at("/params/result/0/status")
                .asText()
                .equals("expired"));
    }

    @Test
    void a_call_with_a_longer_ttl_is_delivered_after_its_caller_has_given_up() throws Exception {
        JsonNode reply = get(exec("m", ",\"ackTimeout\":1,\"ttl\":60"));

        assertThat(reply.at("/errorCodes/0").asInt()).isEqualTo(-99010);
        pump.ack(pump.fetch(), "");
    }

    @Test
    void a_late_answer_completes_the_message_all_the_same() throws Exception {
        CompletableFuture<JsonNode> call = exec("m", ",\"ackTimeout\":1,\"ttl\":60");
        JsonNode message = pump.fetch();
        assertFailure(get(call), -99010, "Method timed out: " + key + " did not answer within 1 s");

        assertThat(find(message).get("status").asText()).isEqualTo("in-flight");
        assertSuccess(pump.ack(message, ",\"params\":{\"late\":true}"), "");
        assertThat(find(message).get("status").asText()).isEqualTo("completed-ok");
        assertThat(find(message).at("/ackParams/late").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void who_does_not_wait_gets_the_id_at_once(int ackTimeout) throws Exception {
        JsonNode reply = get(exec("reboot_device", ",\"ackTimeout\":" + ackTimeout + ",\"ttl\":3600"));
        JsonNode message = pump.fetch();

        assertSuccess(reply, ",\"params\":{\"id\":\"" + message.get("id").asText() + "\"}");
        pump.ack(message, "");
    }

    @Test
    void an_answer_is_acknowledged_twice_and_counts_once() throws Exception {
        CompletableFuture<JsonNode> call = exec("m", "");
        JsonNode message = pump.fetch();

        assertSuccess(pump.ack(message, ",\"params\":{\"a\":1}"), "");
        assertSuccess(pump.ack(message, ",\"errorCode\":7"), "");
        assertSuccess(
                pump.call("mailbox.update", "{\"id\":\"" + message.get("id").asText() + "\"}"), "");
        assertSuccess(get(call), ",\"params\":{\"a\":1}");
        assertThat(find(message).get("status").asText()).isEqualTo("completed-ok");
    }

    /** The agent restarts itself and answers when it is back, with the id that it has written to a file. */
    @Test
    void a_new_session_of_the_thing_answers_what_an_older_one_fetched_and_gets_it_no_second_time() throws Exception {
        CompletableFuture<JsonNode> call = exec("reset_agent", "");
        JsonNode message = pump.fetch();
        pump.close();
        pump = Device.connected(GATEWAY, key);

        assertThat(pump.check("{}")).isEmpty();
        assertSuccess(pump.ack(message, ",\"errorCode\":\"0\""), "");
        assertSuccess(get(call), ",\"params\":{}");
        pump.assertNoNotice();
    }

    @Test
    void a_stranger_finds_no_message_to_answer() throws Exception {
        CompletableFuture<JsonNode> call = exec("m", "");
        JsonNode message = pump.fetch();
        String id = message.get("id").asText();
        try (Device stranger = Device.connected(GATEWAY, key + "-stranger")) {
            assertFailure(stranger.ack(message, ""), -90008, "Message " + id + " not found");
            assertFailure(
                    stranger.call("mailbox.update", "{\"id\":\"" + id + "\"}"), -90008, "Message " + id + " not found");
            assertFailure(
                    stranger.call("mailbox.find", "{\"id\":\"" + id + "\"}"), -90008, "Message " + id + " not found");
            assertFailure(
                    stranger.call("method.exec", "{\"thingKey\":\"" + key + "\",\"method\":\"m\"}"),
                    -99005,
                    "A thing works on itself only, thingKey must be " + key + "-stranger or absent");
        }
        assertThat(call).isNotDone();
        pump.ack(message, "");
        get(call);
    }

    @Test
    void callers_of_one_singleton_share_it_while_nobody_has_fetched_it() throws Exception {
        pump.close();
        CompletableFuture<JsonNode> first = exec("m", ",\"singleton\":true,\"params\":{\"a\":1}");
        await().until(() -> mailOf(key) == 1);
        CompletableFuture<JsonNode> second = exec("m", ",\"singleton\":true,\"params\":{\"a\":2}");
        await().until(() -> get(call("mailbox.list", "{\"thingKey\":\"" + key + "\"}"))
                        .at("/params/result/0/params/params/a")
                        .asInt()
                == 2);
        pump = Device.connected(GATEWAY, key);
        JsonNode message = pump.fetch();

        assertFailure(
                get(exec("m", ",\"singleton\":true")),
                -99008,
                "One is already pending: " + key + " has fetched it and not answered yet");
        pump.ack(message, ",\"params\":{\"done\":true}");
        assertSuccess(get(first), ",\"params\":{\"done\":true}");
        assertSuccess(get(second), ",\"params\":{\"done\":true}");
    }

    @Test
    void a_message_lives_on_when_its_caller_leaves() throws Exception {
        JsonNode message;
        try (Device caller = Device.connected(GATEWAY, key, "another-session")) {
            caller.ask("method.exec", "{\"method\":\"m\"}");
            message = pump.fetch();
        }

        assertSuccess(pump.ack(message, ""), "");
        assertThat(find(message).get("status").asText()).isEqualTo("completed-ok");
    }

    @Test
    void a_thing_calls_itself_and_goes_on_with_other_commands_meanwhile() throws Exception {
        String call = pump.ask("method.exec", "{\"method\":\"sysinfo\"}");
        JsonNode message = pump.fetch();
        assertThat(message.get("from").asText()).isEqualTo("thing:" + key);
        pump.call("property.publish", "{\"key\":\"p\",\"value\":1}");

        String ack = pump.ask("mailbox.ack", "{\"id\":\"" + message.get("id").asText() + "\"}");
        assertBothReplies(call, ack);
    }

    /** In whatever order. */
    private void assertBothReplies(String call, String ack) throws IOException {
        List<String> replies = new ArrayList<>(List.of(pump.anyReply(), pump.anyReply()));
        assertThat(replies)
                .containsExactlyInAnyOrder(call + " {\"success\":true,\"params\":{}}", ack + " {\"success\":true}");
    }

    @Test
    void any_command_can_be_sent() throws Exception {
        CompletableFuture<JsonNode> call = call(
                "mailbox.send",
                "{\"thingKey\":\"" + key + "\",\"command\":\"module.exec\",\"params\":{\"cmd\":\"AT\"}}");
        JsonNode message = pump.fetch();
        assertThat(message.get("command").asText()).isEqualTo("module.exec");
        assertThat(message.get("params")).hasToString("{\"cmd\":\"AT\"}");
        pump.ack(message, ",\"params\":{\"response\":\"OK\"}");
        assertSuccess(get(call), ",\"params\":{\"response\":\"OK\"}");

        CompletableFuture<JsonNode> ping =
                call("mailbox.send", "{\"thingKey\":\"" + key + "\",\"command\":\"diag.ping\"}");
        message = pump.fetch();
        assertThat(message.get("params")).hasToString("{}");
        pump.ack(message, "");
        assertSuccess(get(ping), ",\"params\":{}");
    }

    @Test
    void a_method_call_that_is_sent_as_a_command_has_all_its_params_too() throws Exception {
        pump.ask("mailbox.send", "{\"command\":\"method.exec\",\"params\":{\"method\":\"m\"},\"ackTimeout\":60}");
        assertThat(pump.fetch().get("params"))
                .hasToString("{\"method\":\"m\",\"params\":{},\"thingDefKey\":\"default\"}");
    }

    @Test
    void parameters_is_another_name_of_params() throws Exception {
        exec("m", ",\"parameters\":{\"a\":1}");

        assertThat(pump.fetch().at("/params/params")).hasToString("{\"a\":1}");
    }

    @Test
    void messages_that_are_purged_are_not_delivered_and_their_callers_are_told() throws Exception {
        pump.close();
        CompletableFuture<JsonNode> call = exec("m", "");
        await().until(() -> mailOf(key) == 1);
        assertSuccess(get(call("mailbox.purge", "{\"thingKey\":\"" + key + "\"}")), ",\"params\":{\"count\":1}");

        assertFailure(get(call), -90008, "The message was purged before it was answered");
        pump = Device.connected(GATEWAY, key);
        assertThat(pump.check("{}")).isEmpty();
        pump.assertNoNotice();
    }
}
