package dev.tr50.gateway.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.field.MqttBytes;
import dev.tr50.gateway.field.MqttBytes.Packet;
import dev.tr50.gateway.field.MqttBytes.Publish;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A connection over MQTT that has any number of commands under way. For one thread. */
final class Line implements AutoCloseable {
    private final MqttBytes mqtt;
    private final Map<String, JsonNode> early = new HashMap<>();
    private int requests;

    private Line(MqttBytes mqtt) {
        this.mqtt = mqtt;
    }

    static Line connect(int port, String user, String password, String clientId) throws IOException {
        MqttBytes mqtt = new MqttBytes(port).waiting(Site.PATIENCE);
        mqtt.send(0x10, "MQTT", 4, 0xC2, 0, 0, clientId, user, password);
        Packet welcome = mqtt.packet();
        if (welcome.first() != 0x20 || welcome.body()[1] != 0) {
            mqtt.close();
            throw new RefusedException("CONNECT of " + user + ": " + welcome);
        }
        return new Line(mqtt);
    }

    /** Sends a command; the number by which its answer is known. */
    String ask(String command, String params) throws IOException {
        String number = Integer.toString(++requests);
        mqtt.send(
                0x30,
                "api/" + number,
                MqttBytes.utf8("{\"cmd\":{\"command\":\"" + command + "\",\"params\":" + params + "}}"));
        return number;
    }

    /**
     * What a command returned, when its answer has come.
     *
     * @throws RefusedException when it did not succeed
     */
    JsonNode answer(String number) throws IOException {
        JsonNode answer = early.remove(number);
        while (answer == null) {
            Publish next = mqtt.publish();
            if (next.topic().equals("reply/" + number)) {
                answer = Site.json(next.payload());
            } else if (next.topic().startsWith("reply/")) {
                early.put(next.topic().substring("reply/".length()), Site.json(next.payload()));
            }
        }
        JsonNode reply = answer.path("cmd");
        if (!reply.path("success").asBoolean()) {
            throw new RefusedException(answer.toString());
        }
        return reply.path("params");
    }

    JsonNode call(String command, String params) throws IOException {
        return answer(ask(command, params));
    }

    @Override
    public void close() throws IOException {
        mqtt.close();
    }
}
