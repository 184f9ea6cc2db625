package dev.tr50.gateway.today;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;

/** hivemq-mqtt-client with MQTT 5. */
final class Hivemq5 implements Client {
    private static final int HOUR = 3600;

    private final Door door;
    private final Messages messages = new Messages();
    private Mqtt5AsyncClient client;

    Hivemq5(Door door) {
        this.door = door;
    }

    @Override
    public void connect(Login login) throws RefusedException {
        Mqtt5ClientBuilder builder = Mqtt5Client.builder()
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
        } catch (Mqtt5ConnAckException e) {
            throw new RefusedException(e);
        }
    }

    private Mqtt5ClientBuilder through(Mqtt5ClientBuilder builder) {
        Mqtt5ClientBuilder encrypted = door.isEncrypted()
                ? builder.sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(door.certificate().trust())
                        .build())
                : builder;
        return door.isWebSocket()
                ? encrypted.webSocketConfig(
                        MqttWebSocketConfig.builder().serverPath("mqtt").build())
                : encrypted;
    }

    private static Mqtt5Connect message(Login login) {
        Mqtt5ConnectBuilder connect = Mqtt5Connect.builder()
                .cleanStart(login.clean())
                .sessionExpiryInterval(login.clean() ? 0 : HOUR)
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
