package dev.tr50.broker;

import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A second listener of a broker, for MQTT over TLS 1.2 and 1.3.
 *
 * @param port 0 for any free one
 * @param certificate asked at each handshake, so what it answers may change while the broker runs
 */
public record MqttTls(int port, X509ExtendedKeyManager certificate) {

    public MqttTls {
        Objects.requireNonNull(certificate, "certificate");
    }
}
