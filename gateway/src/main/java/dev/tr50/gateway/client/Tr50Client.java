package dev.tr50.gateway.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A TR50 client as a device is one: it connects with MQTT 3.1.1, publishes on {@code api/<n>} and takes what arrives on
 * {@code reply/<n>} without ever subscribing. One request at a time; not for use by several threads at once.
 */
public final class Tr50Client implements AutoCloseable {
    private static final String ID = "cmd";
    /** Keeps the digits of numbers as they were written. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * The reply to one command.
     *
     * @param body the reply of the command, or of the message when that failed as a whole
     */
    public record Answer(JsonNode body) {
        public boolean success() {
            return body.path("success").asBoolean();
        }

        /** What the command returned; a missing node when it returned nothing. */
        public JsonNode params() {
            return body.path("params");
        }

        /** The reply on one line. */
        public String json() {
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
     * @throws com.hivemq.client.mqtt.exceptions.ConnectionFailedException when nobody answers
     * @throws com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException when the login is refused
     */
    public static Tr50Client connect(String host, int port, String user, String password, String clientId) {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier(clientId == null ? "tr50-" + UUID.randomUUID() : clientId)
                .serverHost(host)
                .serverPort(port)
                .buildBlocking();
        Mqtt3BlockingClient.Mqtt3Publishes incoming = client.publishes(MqttGlobalPublishFilter.ALL);
        try {
            client.connectWith()
                    .simpleAuth()
                    .username(user)
                    .password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .send();
        } catch (RuntimeException e) {
            incoming.close();
            throw e;
        }
        return new Tr50Client(client, incoming);
    }

    /**
     * Sends one command and waits for its reply.
     *
     * @param params a JSON object, or null for none
     * @return nothing when no reply came in time
     * @throws IOException when {@code params} is not JSON; the message names the place
     */
    public Optional<Answer> call(String command, String params, Duration patience)
            throws IOException, InterruptedException {
        ObjectNode message = JSON.createObjectNode();
        ObjectNode entry = message.putObject(ID).put("command", command);
        if (params != null) {
            entry.set("params", parsed(params));
        }
        Optional<byte[]> reply = exchange(JSON.writeValueAsBytes(message), patience);
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        JsonNode root = JSON.readTree(reply.get());
        return Optional.of(new Answer(root.has(ID) ? root.get(ID) : root));
    }

    /** Sends a message as it is and waits for the message that answers it; nothing when none came in time. */
    public Optional<byte[]> exchange(byte[] message, Duration patience) throws InterruptedException {
        int number = ++requests;
        // The reply is the acknowledgement that counts; waiting for another would have no end.
        client.toAsync()
                .publishWith()
                .topic("api/" + number)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(message)
                .send();
        String topic = "reply/" + number;
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Mqtt3Publish> next = incoming.receive(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next.isEmpty() || next.get().getTopic().toString().equals(topic)) {
                return next.map(Mqtt3Publish::getPayloadAsBytes);
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
        if (client.getState().isConnected()) {
            try {
                client.disconnect();
            } catch (ConnectionClosedException | MqttClientStateException alreadyGone) {
                // The gateway may hang up between the question and the packet; closed is closed.
                return;
            }
        }
    }
}
