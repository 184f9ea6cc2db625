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
    private static final int UNAVAILABLE = 3;

    private final MqttBytes mqtt;
    private final Map<String, JsonNode> early = new HashMap<>();
    private int requests;

    private Line(MqttBytes mqtt) {
        this.mqtt = mqtt;
    }

    /** Comes again when it is told to: too many at once may log in, or the machine is busy. */
    static Line connect(int port, String user, String password, String clientId) throws IOException {
        long end = System.nanoTime() + Site.PATIENCE.toNanos();
        while (true) {
            try {
                return connectOnce(port, user, password, clientId);
            } catch (BusyException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private static Line connectOnce(int port, String user, String password, String clientId) throws IOException {
        MqttBytes mqtt = new MqttBytes(port).waiting(Site.PATIENCE);
        mqtt.send(0x10, "MQTT", 4, 0xC2, 0, 0, clientId, user, password);
        Packet welcome = mqtt.packet();
        if (welcome.first() == 0x20 && welcome.body()[1] == 0) {
            return new Line(mqtt);
        }
        mqtt.close();
        String told = "CONNECT of " + user + ": " + welcome;
        throw welcome.body()[1] == UNAVAILABLE ? new BusyException(told) : new RefusedException(told);
    }

    /** The gateway may let this client in some time later. */
    private static final class BusyException extends IOException {
        private static final long serialVersionUID = 1;

        BusyException(String answer) {
            super(answer);
        }
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
