package dev.tr50.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.field.MqttBytes;
import dev.tr50.gateway.field.MqttBytes.Packet;
import dev.tr50.gateway.field.MqttBytes.Publish;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A thing on the wire that subscribes to nothing: it fetches its mail, and keeps the notices that come in between. */
final class Device implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final MqttBytes mqtt;
    private final Queue<JsonNode> notices = new ArrayDeque<>();
    private int requests;

    private Device(MqttBytes mqtt) {
        this.mqtt = mqtt;
    }

    static Device connected(RunningGateway gateway, String thingKey) throws IOException {
        return connected(gateway, thingKey, thingKey);
    }

    static Device connected(RunningGateway gateway, String thingKey, String clientId) throws IOException {
        MqttBytes mqtt = new MqttBytes(gateway.mqttPort());
        mqtt.send(0x10, "MQTT", 4, 0xC2, 0, 60, clientId, thingKey, gateway.appToken());
        assertThat(mqtt.packet().first()).isEqualTo(0x20);
        return new Device(mqtt);
    }

    /** Has its replies sent at QoS 1, and acknowledges none. */
    void subscribeToReplies() throws IOException {
        mqtt.send(0x82, 0, 1, "reply/#", 1);
        Packet next = mqtt.packet();
        while (next.first() == 0x30) {
            next = mqtt.packet();
        }
        assertThat(next.first()).isEqualTo(0x90);
    }

    /** One command; its reply. */
    JsonNode call(String command, String params) throws IOException {
        return reply(ask(command, params));
    }

    /** One command, whose reply is read later. */
    String ask(String command, String params) throws IOException {
        String number = Integer.toString(++requests);
        mqtt.send(
                0x30,
                "api/" + number,
                MqttBytes.utf8("{\"cmd\":{\"command\":\"" + command + "\",\"params\":" + params + "}}"));
        return number;
    }

    /** The reply to a command, which must be the next that comes. */
    JsonNode reply(String number) throws IOException {
        Publish next = publishBehindNotices();
        assertThat(next.topic()).isEqualTo("reply/" + number);
        return JSON.readTree(next.payload()).get("cmd");
    }

    /** The next reply, whatever it answers: number and text. */
    String anyReply() throws IOException {
        Publish next = publishBehindNotices();
        assertThat(next.topic()).startsWith("reply/");
        return next.topic().substring("reply/".length()) + " "
                + JSON.readTree(next.payload()).get("cmd");
    }

    /** Reads a message at QoS 1, and does not acknowledge it. */
    void awaitPublishAtQos1() throws IOException {
        assertThat(publishBehindNotices().first() & 6).isEqualTo(2);
    }

    private Publish publishBehindNotices() throws IOException {
        Publish next = mqtt.publish();
        while (next.topic().equals("notify/mailbox_activity")) {
            notices.add(JSON.readTree(next.payload()));
            next = mqtt.publish();
        }
        return next;
    }

    /** The next notice that mail waits. */
    JsonNode notice() throws IOException {
        if (notices.isEmpty()) {
            Publish next = mqtt.publish();
            assertThat(next.topic()).isEqualTo("notify/mailbox_activity");
            notices.add(JSON.readTree(next.payload()));
        }
        return notices.remove();
    }

    /** That no notice has come, nor was one on its way when the gateway answered a ping. */
    void assertNoNotice() throws IOException {
        call("diag.ping", "{}");
        assertThat(notices).isEmpty();
    }

    /** Fetches messages. */
    List<JsonNode> check(String params) throws IOException {
        JsonNode reply = call("mailbox.check", params);
        assertThat(reply.at("/success").asBoolean()).as(reply.toString()).isTrue();
        List<JsonNode> messages = new ArrayList<>();
        reply.at("/params/messages").forEach(messages::add);
        return messages;
    }

    /**
     * Waits for the next message and fetches it; it must be alone. Mail that comes while the thing is looked up as one that just
     * connected is told of twice.
     */
    JsonNode fetch() throws IOException {
        List<JsonNode> messages = List.of();
        while (messages.isEmpty()) {
            notice();
            messages = check("{}");
        }
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    /** Answers a message. */
    JsonNode ack(JsonNode message, String more) throws IOException {
        return call("mailbox.ack", "{\"id\":\"" + message.get("id").asText() + "\"" + more + "}");
    }

    /** Drops the connection without a word. */
    void reset() throws IOException {
        mqtt.reset();
    }

    @Override
    public void close() throws IOException {
        mqtt.close();
    }
}
