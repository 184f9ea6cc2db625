package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.mailbox.Integrator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Method calls as the clients of the field take them. */
class MailOfFieldClientsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CHECK = "{\"1\":{\"command\":\"mailbox.check\"}}";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static Integrator integrator;

    @BeforeAll
    static void begin() throws IOException {
        integrator = Integrator.connected(GATEWAY);
    }

    @AfterAll
    static void end() throws IOException {
        integrator.close();
    }

    private static String send(String key, String method) throws Exception {
        return integrator
                .call("method.exec", "{\"thingKey\":\"" + key + "\",\"method\":\"" + method + "\",\"ackTimeout\":-1}")
                .at("/params/id")
                .asText();
    }

    private static JsonNode find(String id) throws Exception {
        return integrator.call("mailbox.find", "{\"id\":\"" + id + "\"}").get("params");
    }

    private static void register(String key) throws Exception {
        LibTr50.connected(GATEWAY, key).close();
    }

    private static List<JsonNode> messages(JsonNode reply) {
        List<JsonNode> messages = new ArrayList<>();
        reply.at("/params/messages").forEach(messages::add);
        return messages;
    }

    /** It sends no params, runs whatever comes, and checks again as long as something does: a repetition would have no end. */
    @Test
    void libtr50_checks_until_nothing_comes_and_runs_each_call_once() throws Exception {
        register("lib-mail");
        List<String> sent = List.of(send("lib-mail", "a"), send("lib-mail", "b"), send("lib-mail", "c"));
        List<String> run = new ArrayList<>();
        try (LibTr50 client = LibTr50.connected(GATEWAY, "lib-mail")) {
            assertThat(client.mqtt().publish().topic()).isEqualTo("notify/mailbox_activity");
            List<JsonNode> messages = messages(JSON.readTree(client.call(CHECK)).get("1"));
            while (!messages.isEmpty()) {
                for (JsonNode message : messages) {
                    assertThat(message.get("id").isTextual()
                                    && message.get("thingKey").isTextual()
                                    && message.get("command").isTextual()
                                    && message.get("from").isTextual())
                            .isTrue();
                    assertThat(message.at("/params/params").isObject()).isTrue();
                    assertThat(message.at("/params/method").asText()).hasSizeLessThan(64);
                    run.add(message.get("id").asText());
                    assertThat(client.call("{\"1\":{\"command\":\"mailbox.ack\",\"params\":{\"id\":\""
                                    + message.get("id").asText() + "\"}}}"))
                            .isEqualTo("{\"1\":{\"success\":true}}");
                }
                messages = messages(JSON.readTree(client.call(CHECK)).get("1"));
            }
        }
        assertThat(run).isEqualTo(sent);
        assertThat(find(sent.get(0)).get("status").asText()).isEqualTo("completed-ok");
    }

    /** It never checks by itself: only the notice makes it. The update is acknowledged again after the restart, the code as text. */
    @Test
    void device_cloud_python_checks_on_the_notice_and_answers_after_its_restart() throws Exception {
        register("python-mail");
        String id = send("python-mail", "software_update");
        try (DeviceCloudPython agent = python()) {
            JsonNode message = fetched(agent);
            assertThat(message.get("id").asText()).isEqualTo(id);
            assertThat(message.at("/params/params").isObject()).isTrue();
            agent.call(
                    "{\"1\":{\"command\":\"mailbox.update\",\"params\":{\"id\":\"" + id + "\",\"msg\":\"Invoked\"}}}");
        }
        try (DeviceCloudPython agent = python()) {
            for (String code : List.of("\"0\"", "0")) {
                JsonNode ack = agent.call("{\"1\":{\"command\":\"mailbox.ack\",\"params\":{\"id\":\"" + id
                        + "\",\"errorCode\":" + code + ",\"params\":null}}}");
                assertThat(ack.at("/1/success").asBoolean()).isTrue();
            }
            agent.mqtt().assertNothingMoreCame();
        }
        assertThat(find(id).get("status").asText()).isEqualTo("completed-ok");
    }

    private static DeviceCloudPython python() throws IOException {
        return DeviceCloudPython.connected(new MqttBytes(GATEWAY.mqttPort()), "python-mail", GATEWAY.appToken());
    }

    private static JsonNode fetched(DeviceCloudPython agent) throws IOException {
        MqttBytes.Publish notice = agent.mqtt().publish();
        assertThat(notice.topic()).isEqualTo("notify/mailbox_activity");
        assertThat(JSON.readTree(notice.payload()).isObject()).isTrue();
        JsonNode reply = agent.call("{\"1\":{\"command\":\"mailbox.check\",\"params\":{\"autoComplete\":false}}}");
        return messages(reply.get("1")).get(0);
    }

    /** It asks for as much as its queue has room for, on connecting too, and cuts ids that are longer than 35 characters. */
    @Test
    void device_cloud_lib_gets_no_more_than_its_queue_holds() throws Exception {
        register("mon-mail");
        send("mon-mail", "a");
        send("mon-mail", "b");
        try (DeviceCloudLib client = DeviceCloudLib.connecting(GATEWAY, "mon-mail", GATEWAY.appToken(), 0xC2)) {
            assertThat(client.mqtt().bytes(4)).isEqualTo("20 02 00 00");
            assertThat(client.mqtt().publish().text()).contains("\"thingKey\":\"mon-mail\"");
            JsonNode first = one(client);
            assertThat(first.get("id").asText()).hasSizeLessThanOrEqualTo(35);
            assertThat(first.at("/params/method").asText()).isEqualTo("a");
            client.ask("{\"2\":{\"command\":\"mailbox.ack\",\"params\":{\"id\":\""
                    + first.get("id").asText()
                    + "\",\"errorCode\":7,\"errorMessage\":\"maximum inbound requests reached\"}}}");
            assertThat(topics(client)).containsExactlyInAnyOrder("reply", "notify/mailbox_activity");
            assertThat(find(first.get("id").asText()).get("errorCode").asInt()).isEqualTo(7);
        }
        try (DeviceCloudLib client = DeviceCloudLib.connecting(GATEWAY, "mon-mail", GATEWAY.appToken(), 0xC2)) {
            assertThat(client.mqtt().bytes(4)).isEqualTo("20 02 00 00");
            assertThat(client.mqtt().publish().topic()).isEqualTo("notify/mailbox_activity");
            assertThat(one(client).at("/params/method").asText()).isEqualTo("b");
        }
    }

    /** Of the next two messages: there is room again in its queue, so it is told that more waits. */
    private static List<String> topics(DeviceCloudLib client) throws IOException {
        List<String> topics = new ArrayList<>();
        while (topics.size() < 2) {
            MqttBytes.Packet packet = client.mqtt().packet();
            if (packet.first() != 0x40) {
                topics.add(MqttBytes.Publish.of(packet).topic());
            }
        }
        return topics;
    }

    private static JsonNode one(DeviceCloudLib client) throws IOException {
        String reply =
                client.call("1", "{\"command\":\"mailbox.check\",\"params\":{\"limit\":1,\"autoComplete\":false}}");
        List<JsonNode> messages = messages(JSON.readTree(reply).get("1"));
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }
}
