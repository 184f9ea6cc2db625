package dev.tr50.gateway.today;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MQTT 5's way to ask and be answered, with Eclipse Paho. */
class Paho5RequestTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @Test
    void correlation_data_comes_back_on_the_response_topic_that_was_subscribed() throws Exception {
        BlockingQueue<MqttMessage> replies = new LinkedBlockingQueue<>();
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + GATEWAY.mqttPort(), "app", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("paho5-request");
        options.setPassword(GATEWAY.appToken().getBytes(UTF_8));
        client.connect(options);
        IMqttToken subscribed = client.subscribe(
                new MqttSubscription[] {new MqttSubscription("reply/mine", 1)},
                new IMqttMessageListener[] {(topic, message) -> replies.add(message)});
        assertThat(subscribed.getReasonCodes()).containsExactly(1);

        for (String correlation : new String[] {"a", "b"}) {
            MqttProperties properties = new MqttProperties();
            properties.setResponseTopic("reply/mine");
            properties.setCorrelationData(correlation.getBytes(UTF_8));
            MqttMessage request = new MqttMessage("{\"1\":{\"command\":\"diag.ping\"}}".getBytes(UTF_8));
            request.setProperties(properties);
            client.publish("api", request);

            MqttMessage reply = replies.poll(60, TimeUnit.SECONDS);
            assertThat(reply).isNotNull();
            assertThat(reply.getPayload()).asString(UTF_8).isEqualTo("{\"1\":{\"success\":true}}");
            assertThat(reply.getProperties().getCorrelationData())
                    .asString(UTF_8)
                    .isEqualTo(correlation);
        }
        client.disconnect();
        client.close();
        assertThat(replies).isEmpty();
    }
}
