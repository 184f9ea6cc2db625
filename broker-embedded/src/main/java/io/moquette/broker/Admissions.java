package io.moquette.broker;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What is known of the clients that Moquette is just connecting, beyond their CONNECT; messages equal themselves only. */
final class Admissions {

    private final ConcurrentMap<MqttConnectMessage, AdmittedConnect> underWay = new ConcurrentHashMap<>();

    void begin(AdmittedConnect admitted) {
        underWay.put(admitted.message(), admitted);
    }

    int sessionExpirySeconds(MqttConnectMessage message) {
        AdmittedConnect admitted = underWay.get(message);
        return admitted == null ? 0 : admitted.sessionExpirySeconds();
    }

    void established(MqttConnectMessage message) {
        AdmittedConnect admitted = underWay.remove(message);
        if (admitted != null) {
            admitted.whenEstablished().run();
        }
    }

    void abandon(AdmittedConnect admitted) {
        underWay.remove(admitted.message());
    }
}
