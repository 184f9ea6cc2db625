package dev.tr50.gateway.http;

import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A second port of the listener, for HTTPS with TLS 1.2 and 1.3.
 *
 * @param port 0 to 65535; 0 takes any free port
 * @param certificate asked at each handshake, so what it answers may change while the listener runs
 */
public record HttpTls(int port, X509ExtendedKeyManager certificate) {

    public HttpTls {
        Objects.requireNonNull(certificate, "certificate");
        HttpSettings.require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
    }
}
