package dev.tr50.broker;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A second listener of a broker, for MQTT over TLS 1.2 and 1.3.
 *
 * @param port 0 for any free one
 * @param certificate asked at each handshake, so what it answers may change while the broker runs
 * @param clients what clients have to show, besides user name and password; empty for nothing
 */
public record MqttTls(int port, X509ExtendedKeyManager certificate, Optional<Clients> clients) {

    /**
     * Certificates of clients.
     *
     * @param trust asked at each full handshake, so what it answers may change while the broker runs
     * @param required whether a client without a certificate is refused; one with a wrong certificate always is
     * @param admits asked after each handshake, those included by which a client resumes a session and {@code trust} is not asked
     */
    public record Clients(X509ExtendedTrustManager trust, boolean required, Predicate<SSLSession> admits) {

        public Clients {
            Objects.requireNonNull(trust, "trust");
            Objects.requireNonNull(admits, "admits");
        }
    }

    public MqttTls {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(clients, "clients");
    }

    /** A listener that asks clients for no certificates. */
    public MqttTls(int port, X509ExtendedKeyManager certificate) {
        this(port, certificate, Optional.empty());
    }
}
