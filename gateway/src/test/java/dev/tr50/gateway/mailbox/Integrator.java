package dev.tr50.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.field.MqttBytes;
import dev.tr50.gateway.field.MqttBytes.Publish;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The owner of the gateway, who asks for many things on one connection and takes the replies in whatever order they come. */
public final class Integrator implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final MqttBytes mqtt;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

    private Integrator(MqttBytes mqtt) {
        this.mqtt = mqtt;
    }

    public static Integrator connected(RunningGateway gateway) throws IOException {
        MqttBytes mqtt = new MqttBytes(gateway.mqttPort());
        mqtt.send(0x10, "MQTT", 4, 0xC2, 0, 0, "integrator", gateway.ownerEmail(), gateway.ownerPassword());
        assertThat(mqtt.packet().first()).isEqualTo(0x20);
        Integrator integrator = new Integrator(mqtt);
        Thread reader = new Thread(integrator::read, "integrator");
        reader.setDaemon(true);
        reader.start();
        return integrator;
    }

    private void read() {
        try {
            while (true) {
                Publish reply = mqtt.publish();
                waiting.remove(reply.topic().substring("reply/".length()))
                        .complete(JSON.readTree(reply.payload()).get("cmd"));
            }
        } catch (EOFException | SocketException closed) {
            waiting.values().forEach(call -> call.completeExceptionally(closed));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One command; its reply comes some time. */
    public synchronized CompletableFuture<JsonNode> ask(String command, String params) throws IOException {
        String number = Integer.toString(requests.incrementAndGet());
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        waiting.put(number, reply);
        mqtt.send(
                0x30,
                "api/" + number,
                MqttBytes.utf8("{\"cmd\":{\"command\":\"" + command + "\",\"params\":" + params + "}}"));
        return reply;
    }

    /** One command and its reply. */
    public JsonNode call(String command, String params) throws Exception {
        return reply(ask(command, params));
    }

    /** The reply, which must come. */
    public static JsonNode reply(CompletableFuture<JsonNode> call) throws Exception {
        return call.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        mqtt.close();
    }
}
