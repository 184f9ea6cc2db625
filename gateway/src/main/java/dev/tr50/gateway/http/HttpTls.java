package dev.tr50.gateway.http;

import dev.tr50.gateway.certificate.ClientCertificates;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A second port of the listener, for HTTPS with TLS 1.2 and 1.3.
 *
 * @param port 0 to 65535; 0 takes any free port
 * @param certificate asked at each handshake, so what it answers may change while the listener runs
 * @param clients what clients have to show, besides any password; empty for nothing
 */
public record HttpTls(int port, X509ExtendedKeyManager certificate, Optional<ClientCertificates> clients) {

    public HttpTls {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(clients, "clients");
        HttpSettings.require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
    }

    /** A port that asks clients for no certificates. */
    public HttpTls(int port, X509ExtendedKeyManager certificate) {
        this(port, certificate, Optional.empty());
    }
}
