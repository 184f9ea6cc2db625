package dev.tr50.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictions;
import dev.tr50.gateway.RunningGateway;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An MQTT 5 client that takes only small packets learns why its answer does not come. */
class ClientPacketLimitTest {

    private static final int TOO_LARGE = -99011;

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static Mqtt5BlockingClient connect(int largestPacket) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(GATEWAY.mqttPort())
                .identifier("small")
                .buildBlocking();
        client.connectWith()
                .restrictions(Mqtt5ConnectRestrictions.builder()
                        .maximumPacketSize(largestPacket)
                        .build())
                .simpleAuth()
                .username("small")
                .password(GATEWAY.appToken().getBytes(UTF_8))
                .applySimpleAuth()
                .send();
        return client;
    }

    private static JsonNode ask(Mqtt5BlockingClient client, String commands) throws Exception {
        try (var replies = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.publishWith()
                    .topic("api/1")
                    .payload(commands.getBytes(UTF_8))
                    .send();
            byte[] reply = replies.receive(RunningGateway.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .orElseThrow()
                    .getPayloadAsBytes();
            return new JsonMapper().readTree(reply);
        }
    }

    @Test
    void a_reply_that_is_too_large_for_its_client_is_answered_with_an_error_under_each_id_that_fits() throws Exception {
        Mqtt5BlockingClient client = connect(400);
        String echo = "{\"command\":\"diag.echo\",\"params\":{\"text\":\"" + "x".repeat(400) + "\"}}";
        JsonNode reply = ask(client, "{\"a\":" + echo + ",\"b\":{\"command\":\"diag.ping\"}}");
        assertThat(reply.at("/a/success").asBoolean(true)).isFalse();
        assertThat(reply.at("/a/errorCodes/0").asInt()).isEqualTo(TOO_LARGE);
        assertThat(reply.at("/b/errorCodes/0").asInt()).isEqualTo(TOO_LARGE);
        assertThat(ask(client, "{\"c\":{\"command\":\"diag.ping\"}}")
                        .at("/c/success")
                        .asBoolean())
                .isTrue();
        client.disconnect();
    }

    @Test
    void a_client_that_no_answer_fits_is_disconnected() throws Exception {
        Mqtt5BlockingClient client = connect(100);
        String echo = "{\"command\":\"diag.echo\",\"params\":{\"text\":\"" + "x".repeat(400) + "\"}}";
        client.publishWith()
                .topic("api/1")
                .payload(("{\"a\":" + echo + "}").getBytes(UTF_8))
                .send();
        await().until(() -> !client.getState().isConnected());
    }
}
