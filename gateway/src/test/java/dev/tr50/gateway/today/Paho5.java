package dev.tr50.gateway.today;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Eclipse Paho for MQTT 5. */
final class Paho5 implements Client {
    private static final long HOUR = 3600;
    private static final Logger ITS_LOG = Logger.getLogger("org.eclipse.paho.mqttv5");

    static {
        ITS_LOG.setLevel(Level.WARNING);
    }

    private static final int BAD_USER_NAME_OR_PASSWORD = 0x86;

    private final Door door;
    private final Messages messages = new Messages();
    private MqttClient client;

    Paho5(Door door) {
        this.door = door;
    }

    @Override
    public void connect(Login login) throws MqttException, RefusedException {
        client = new MqttClient(door.uri(), login.clientId(), new MemoryPersistence());
        client.setCallback(new Keeping());
        try {
            client.connect(options(login));
        } catch (MqttException e) {
            if (e.getReasonCode() == BAD_USER_NAME_OR_PASSWORD) {
                throw new RefusedException(e);
            }
            throw e;
        }
    }

    private MqttConnectionOptions options(Login login) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(login.user());
        options.setPassword(login.password().getBytes(UTF_8));
        options.setCleanStart(login.clean());
        options.setSessionExpiryInterval(login.clean() ? 0 : HOUR);
        if (login.will() != null) {
            options.setWill(
                    login.will().topic(),
                    new MqttMessage(login.will().text().getBytes(UTF_8), 0, false, new MqttProperties()));
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
        public void messageArrived(String topic, MqttMessage message) {
            messages.add(new Messages.Message(
                    topic, new String(message.getPayload(), UTF_8), message.getQos(), message.isRetained()));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
