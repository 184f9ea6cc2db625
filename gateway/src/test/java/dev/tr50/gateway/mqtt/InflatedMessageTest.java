package dev.tr50.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.tr50.gateway.GatewayLimits;
import dev.tr50.gateway.GatewayLimits.Messages;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.limit.MessageSize;
import dev.tr50.protocol.Limits;
import dev.tr50.protocol.Zlib;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InflatedMessageTest {
    private static final int MOST = 2048;
    private static final int MOST_INFLATED = 8192;
    private static final String PING = "{\"1\":{\"command\":\"diag.ping\"}}";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway(GatewayLimits.DEFAULT.withMessages(
            new Messages(new MessageSize(MOST, MOST_INFLATED), Limits.DEFAULT, 100_000)));

    private static JsonNode reply(String topic, byte[] message) throws Exception {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .serverHost("127.0.0.1")
                .serverPort(GATEWAY.mqttPort())
                .buildBlocking();
        try (Mqtt3BlockingClient.Mqtt3Publishes incoming = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.connectWith()
                    .simpleAuth()
                    .username("packer")
                    .password(GATEWAY.appToken().getBytes(UTF_8))
                    .applySimpleAuth()
                    .send();
            client.publishWith().topic(topic).payload(message).send();
            Mqtt3Publish reply = incoming.receive(RunningGateway.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .orElseThrow();
            byte[] body = reply.getPayloadAsBytes();
            client.disconnect();
            return new JsonMapper().readTree(topic.startsWith("apiz") ? Zlib.inflate(body, MOST_INFLATED) : body);
        }
    }

    private static byte[] padded(int bytes) {
        return (PING + " ".repeat(bytes - PING.length())).getBytes(UTF_8);
    }

    @Test
    void a_packed_message_may_unpack_to_the_limit_which_is_not_that_of_messages() throws Exception {
        assertThat(reply("apiz/1", Zlib.deflate(padded(MOST_INFLATED)))
                        .at("/1/success")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void one_byte_more_is_told_and_nothing_of_it_is_run() throws Exception {
        JsonNode reply = reply("apiz/1", Zlib.deflate(padded(MOST_INFLATED + 1)));

        assertThat(reply.at("/errorCodes/0").asInt()).isEqualTo(-99011);
        assertThat(reply.at("/errorMessages/0").asText()).contains(Integer.toString(MOST_INFLATED));
    }

    @Test
    void a_message_that_is_not_packed_has_the_limit_of_messages() throws Exception {
        assertThat(reply("api/1", padded(MOST)).at("/1/success").asBoolean()).isTrue();
        assertThat(GATEWAY.post("/api", " ".repeat(MOST + 1)).statusCode()).isEqualTo(413);
    }
}
