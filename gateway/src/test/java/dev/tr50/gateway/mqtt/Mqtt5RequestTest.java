package dev.tr50.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tr50.gateway.RunningGateway;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class Mqtt5RequestTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @Test
    void correlation_data_comes_back_on_the_response_topic_the_client_chose() throws Exception {
        Mqtt5BlockingClient client = client();
        connect(client, GATEWAY.appToken());
        try (Mqtt5BlockingClient.Mqtt5Publishes incoming = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.publishWith()
                    .topic("api")
                    .responseTopic("reply/my-own")
                    .correlationData("42".getBytes(UTF_8))
                    .payload("{\"1\":{\"command\":\"diag.ping\"}}".getBytes(UTF_8))
                    .send();

            Mqtt5Publish reply =
                    incoming.receive(20, TimeUnit.SECONDS).orElseThrow(() -> new AssertionError("no reply"));
            assertThat(reply.getTopic()).hasToString("reply/my-own");
            assertThat(reply.getCorrelationData()).contains(ByteBuffer.wrap("42".getBytes(UTF_8)));
            assertThat(reply.getPayloadAsBytes()).asString(UTF_8).isEqualTo("{\"1\":{\"success\":true}}");
        }
        client.disconnect();
    }

    @Test
    void a_wrong_token_is_refused_with_its_reason_code() {
        assertThatExceptionOfType(Mqtt5ConnAckException.class)
                .isThrownBy(() -> connect(client(), "wrong"))
                .satisfies(e -> assertThat(e.getMqttMessage().getReasonCode())
                        .isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD));
    }

    private static Mqtt5BlockingClient client() {
        return MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(GATEWAY.mqttPort())
                .buildBlocking();
    }

    private static void connect(Mqtt5BlockingClient client, String token) {
        client.connectWith()
                .simpleAuth()
                .username("mqtt5-thing")
                .password(token.getBytes(UTF_8))
                .applySimpleAuth()
                .send();
    }
}
