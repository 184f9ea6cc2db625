package dev.tr50.gateway.today;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttSecurityException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho for MQTT 3.1 and 3.1.1. */
final class Paho3 implements Client {
    /** The library counts an acknowledgement some time after publish has returned; at its default of 10 a quick test stumbles. */
    private static final int MOST_IN_FLIGHT = 1000;

    private final Door door;
    private final int version;
    private final Messages messages = new Messages();
    private MqttClient client;

    Paho3(Door door, int version) {
        this.door = door;
        this.version = version;
    }

    @Override
    public void connect(Login login) throws MqttException, RefusedException {
        client = new MqttClient(door.uri(), login.clientId(), new MemoryPersistence());
        client.setCallback(new Keeping());
        try {
            client.connect(options(login));
        } catch (MqttSecurityException e) {
            throw new RefusedException(e);
        }
    }

    private MqttConnectOptions options(Login login) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(version);
        options.setUserName(login.user());
        options.setPassword(login.password().toCharArray());
        options.setCleanSession(login.clean());
        options.setMaxInflight(MOST_IN_FLIGHT);
        if (login.will() != null) {
            options.setWill(login.will().topic(), login.will().text().getBytes(UTF_8), 0, false);
        }
        if (door.isEncrypted()) {
            options.setSocketFactory(door.certificate().context().getSocketFactory());
        }
        return options;
    }

    @Override
    public void subscribe(String filter, int qos) throws MqttException {
        client.subscribe(filter, qos);
    }

    @Override
    public void publish(String topic, String text, int qos, boolean retained) throws MqttException {
        client.publish(topic, text.getBytes(UTF_8), qos, retained);
    }

    @Override
    public Messages messages() {
        return messages;
    }

    @Override
    public void disconnect() throws MqttException {
        client.disconnect();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 1);
        }
        client.close();
    }

    private final class Keeping implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {}

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            messages.add(new Messages.Message(
                    topic, new String(message.getPayload(), UTF_8), message.getQos(), message.isRetained()));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }
}
