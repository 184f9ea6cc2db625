package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What libtr50 (C, 2014) puts on the wire. MQTT 3.1 alone; client ids are cut to 23 bytes; the session is always kept; requests
 * are counted from 1 on each connection; nothing is ever subscribed to for replies.
 */
final class LibTr50 implements AutoCloseable {
    private static final int MOST_ID_BYTES = 23;
    private static final int LAST_NUMBER = 65_536;

    private final MqttBytes mqtt;
    private int number = 1;

    private LibTr50(MqttBytes mqtt) {
        this.mqtt = mqtt;
    }

    /** Sends CONNECT and leaves CONNACK unread. */
    static LibTr50 connecting(RunningGateway gateway, String thingKey, String token, int keepAlive) throws IOException {
        MqttBytes mqtt = new MqttBytes(gateway.mqttPort());
        byte[] key = thingKey.getBytes(StandardCharsets.UTF_8);
        String id = new String(key, 0, Math.min(MOST_ID_BYTES, key.length), StandardCharsets.UTF_8);
        mqtt.send(0x10, "MQIsdp", 3, 0xC0, 0, keepAlive, id, thingKey, token);
        return new LibTr50(mqtt);
    }

    /** Is let in with the exact CONNACK that it accepts. */
    static LibTr50 connected(RunningGateway gateway, String thingKey) throws IOException {
        LibTr50 client = connecting(gateway, thingKey, gateway.appToken(), 60);
        assertThat(client.mqtt.bytes(4)).isEqualTo("20 02 00 00");
        return client;
    }

    MqttBytes mqtt() {
        return mqtt;
    }

    /** Goes on counting from here. */
    LibTr50 from(int next) {
        number = next;
        return this;
    }

    /** Publishes under the next number, which it returns. */
    int ask(String json) throws IOException {
        return ask("api/", json.getBytes(StandardCharsets.UTF_8));
    }

    int ask(String prefix, byte[] payload) throws IOException {
        int mine = number;
        mqtt.send(0x30, prefix + mine, payload);
        number = mine == LAST_NUMBER ? 1 : mine + 1;
        return mine;
    }

    /** Asks, and reads the reply as the library finds it: first character of the topic on, number behind the slash. */
    String call(String json) throws IOException {
        int mine = ask(json);
        MqttBytes.Publish reply = mqtt.publish();
        assertThat(reply.topic()).isEqualTo("reply/" + mine);
        assertThat(reply.first()).isEqualTo(0x30);
        return reply.text();
    }

    /** Topic and text of the next message. */
    String next() throws IOException {
        MqttBytes.Publish message = mqtt.publish();
        return message.topic() + " " + message.text();
    }

    /** Whether the next message says that mail waits; the payload is not looked at. */
    boolean mailWaits() throws IOException {
        return mqtt.publish().topic().equals("notify/mailbox_activity");
    }

    /** What a check without params brings, told of it or not. */
    List<JsonNode> checkedMail() throws IOException {
        int mine = ask("{\"1\":{\"command\":\"mailbox.check\"}}");
        MqttBytes.Publish reply = mqtt.publish();
        while (reply.topic().startsWith("notify/")) {
            reply = mqtt.publish();
        }
        assertThat(reply.topic()).isEqualTo("reply/" + mine);
        List<JsonNode> mail = new ArrayList<>();
        new JsonMapper().readTree(reply.payload()).at("/1/params/messages").forEach(mail::add);
        return mail;
    }

    /** The text behind {@code "name":"}, for ids of file transfers. */
    static String value(String json, String name) {
        int start = json.indexOf('"' + name + "\":\"") + name.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }

    /** The chunks in which it sends a file. */
    static byte[][] chunksOf(byte[] bytes, int size) {
        byte[][] chunks = new byte[(bytes.length + size - 1) / size][];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = Arrays.copyOfRange(bytes, i * size, Math.min(bytes.length, (i + 1) * size));
        }
        return chunks;
    }

    @Override
    public void close() throws IOException {
        mqtt.reset();
    }
}
