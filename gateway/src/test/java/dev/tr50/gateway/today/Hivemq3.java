package dev.tr50.gateway.today;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;

/** hivemq-mqtt-client with MQTT 3.1.1. */
final class Hivemq3 implements Client {
    private final Door door;
    private final Messages messages = new Messages();
    private Mqtt3AsyncClient client;

    Hivemq3(Door door) {
        this.door = door;
    }

    @Override
    public void connect(Login login) throws RefusedException {
        Mqtt3ClientBuilder builder = Mqtt3Client.builder()
                .identifier(login.clientId())
                .serverHost("127.0.0.1")
                .serverPort(door.port());
        client = through(builder).buildAsync();
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                message -> messages.add(new Messages.Message(
                        message.getTopic().toString(),
                        new String(message.getPayloadAsBytes(), UTF_8),
                        message.getQos().getCode(),
                        message.isRetain())));
        try {
            client.toBlocking().connect(message(login));
        } catch (Mqtt3ConnAckException e) {
            throw new RefusedException(e);
        }
    }

    private Mqtt3ClientBuilder through(Mqtt3ClientBuilder builder) {
        Mqtt3ClientBuilder encrypted = door.isEncrypted()
                ? builder.sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(door.certificate().trust())
                        .build())
                : builder;
        return door.isWebSocket()
                ? encrypted.webSocketConfig(
                        MqttWebSocketConfig.builder().serverPath("mqtt").build())
                : encrypted;
    }

    private static Mqtt3Connect message(Login login) {
        Mqtt3ConnectBuilder connect = Mqtt3Connect.builder()
                .cleanSession(login.clean())
                .simpleAuth()
                .username(login.user())
                .password(login.password().getBytes(UTF_8))
                .applySimpleAuth();
        return login.will() == null
                ? connect.build()
                : connect.willPublish()
                        .topic(login.will().topic())
                        .payload(login.will().text().getBytes(UTF_8))
                        .applyWillPublish()
                        .build();
    }

    @Override
    public void subscribe(String filter, int qos) {
        client.toBlocking()
                .subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.fromCode(qos))
                .send();
    }

    @Override
    public void publish(String topic, String text, int qos, boolean retained) {
        client.toBlocking()
                .publishWith()
                .topic(topic)
                .payload(text.getBytes(UTF_8))
                .qos(MqttQos.fromCode(qos))
                .retain(retained)
                .send();
    }

    @Override
    public Messages messages() {
        return messages;
    }

    @Override
    public void disconnect() {
        client.toBlocking().disconnect();
    }

    @Override
    public void close() {
        if (client != null) {
            client.disconnect().exceptionally(alreadyGone -> null).join();
        }
    }
}
