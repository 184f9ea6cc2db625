package dev.tr50.gateway.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A TR50 client as a device is one: it connects, publishes on {@code api/<n>} and takes what arrives on {@code reply/<n>}
 * without ever subscribing.
 */
final class Tr50Client implements AutoCloseable {
    private static final String ID = "cmd";
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * The reply to one command.
     *
     * @param body the reply of the command, or of the message when that failed as a whole
     */
    record Answer(JsonNode body) {
        boolean success() {
            return body.path("success").asBoolean();
        }

        JsonNode params() {
            return body.path("params");
        }

        String json() {
            return body.toString();
        }
    }

    private final Mqtt3BlockingClient client;
    private final Mqtt3BlockingClient.Mqtt3Publishes incoming;
    private int requests;

    private Tr50Client(Mqtt3BlockingClient client, Mqtt3BlockingClient.Mqtt3Publishes incoming) {
        this.client = client;
        this.incoming = incoming;
    }

    /**
     * Connects and logs in.
     *
     * @param clientId null for one that is made up
     * @throws RuntimeException of the MQTT client when nobody answers or the login is refused
     */
    static Tr50Client connect(String host, int port, String user, String password, String clientId) {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier(clientId == null ? "tr50-" + UUID.randomUUID() : clientId)
                .serverHost(host)
                .serverPort(port)
                .buildBlocking();
        Mqtt3BlockingClient.Mqtt3Publishes incoming = client.publishes(MqttGlobalPublishFilter.ALL);
        client.connectWith()
                .simpleAuth()
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        return new Tr50Client(client, incoming);
    }

    /**
     * Sends one command and waits for its reply.
     *
     * @param params a JSON object, or null for none
     * @return nothing when no reply came in time
     * @throws IOException when {@code params} is not JSON; it names the place
     */
    Optional<Answer> call(String command, String params, Duration patience) throws IOException, InterruptedException {
        ObjectNode message = JSON.createObjectNode();
        ObjectNode entry = message.putObject(ID).put("command", command);
        if (params != null) {
            entry.set("params", parsed(params));
        }
        int number = ++requests;
        client.publishWith()
                .topic("api/" + number)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(JSON.writeValueAsBytes(message))
                .send();
        return await("reply/" + number, patience);
    }

    private Optional<Answer> await(String topic, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Mqtt3Publish> next = incoming.receive(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            if (next.get().getTopic().toString().equals(topic)) {
                JsonNode root = JSON.readTree(next.get().getPayloadAsBytes());
                return Optional.of(new Answer(root.has(ID) ? root.get(ID) : root));
            }
        }
    }

    private static JsonNode parsed(String params) throws IOException {
        try {
            return JSON.readTree(params);
        } catch (JacksonException e) {
            throw new IOException(
                    "the params are not JSON: " + e.getOriginalMessage() + " at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    e);
        }
    }

    @Override
    public void close() {
        incoming.close();
        client.disconnect();
    }
}
