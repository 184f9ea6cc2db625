package dev.tr50.gateway;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The listeners for TLS 1.2 and 1.3, each only where it has a port.
 *
 * @param mqttPort TCP port of MQTT over TLS, 0 for any free one
 * @param httpPort TCP port of HTTPS, 0 for any free one
 * @param certificate PEM file of the server's certificate and those that vouch for it
 * @param key PEM file of its private key
 * @param clients which certificates clients show, on every listener for TLS; empty for none
 */
public record TlsSettings(
        OptionalInt mqttPort, OptionalInt httpPort, Path certificate, Path key, Optional<Clients> clients) {

    /**
     * Certificates of clients. They do not replace user names, passwords and tokens.
     *
     * @param authorities PEM file of those who vouch for clients
     * @param required whether a client without a certificate is refused; one with a wrong certificate always is
     */
    public record Clients(Path authorities, boolean required) {

        public Clients {
            Objects.requireNonNull(authorities, "authorities");
        }
    }

    public TlsSettings {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
    }

    /** Listeners that ask clients for no certificates. */
    public TlsSettings(OptionalInt mqttPort, OptionalInt httpPort, Path certificate, Path key) {
        this(mqttPort, httpPort, certificate, key, Optional.empty());
    }

    /** The same with clients that show certificates. */
    public TlsSettings withClients(Clients newClients) {
        return new TlsSettings(mqttPort, httpPort, certificate, key, Optional.of(newClients));
    }
}
