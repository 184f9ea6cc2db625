package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAckReturnCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An MQTT 3.1.1 client that keeps what it receives as {@code topic payload}. */
final class Device implements AutoCloseable {

    final List<String> received = new CopyOnWriteArrayList<>();
    final Mqtt3AsyncClient mqtt;

    private Device(Gateway gateway, String user, String clientId, boolean clean) {
        mqtt = Mqtt3Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(gateway.port())
                .identifier(clientId)
                .buildAsync();
        mqtt.publishes(MqttGlobalPublishFilter.ALL, this::keep);
        mqtt.connectWith()
                .cleanSession(clean)
                .simpleAuth()
                .username(user)
                .password(Gateway.PASSWORD.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send()
                .join();
    }

    static Device connect(Gateway gateway, String user, String clientId) {
        return new Device(gateway, user, clientId, true);
    }

    /** With a session that outlives the connection. */
    static Device connectLasting(Gateway gateway, String user, String clientId) {
        return new Device(gateway, user, clientId, false);
    }

    private void keep(Mqtt3Publish publish) {
        received.add(publish.getTopic() + " " + new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8));
    }

    Mqtt3SubAckReturnCode subscribe(String filter, MqttQos qos) {
        return mqtt.subscribeWith()
                .topicFilter(filter)
                .qos(qos)
                .send()
                .join()
                .getReturnCodes()
                .get(0);
    }

    void publish(String topic, String payload) {
        publish(topic, payload, MqttQos.AT_LEAST_ONCE, false);
    }

    void publish(String topic, String payload, MqttQos qos, boolean retain) {
        mqtt.publishWith()
                .topic(topic)
                .qos(qos)
                .retain(retain)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send()
                .join();
    }

    void awaitReceived(String message) {
        await().untilAsserted(() -> assertThat(received).contains(message));
    }

    @Override
    public void close() {
        if (mqtt.getState().isConnected()) {
            mqtt.disconnect().join();
        }
    }
}
