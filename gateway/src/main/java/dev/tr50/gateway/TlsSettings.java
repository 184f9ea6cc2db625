package dev.tr50.gateway;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The listeners for TLS 1.2 and 1.3, each only where it has a port.
 *
 * @param mqttPort TCP port of MQTT over TLS, 0 for any free one
 * @param httpPort TCP port of HTTPS, 0 for any free one
 * @param certificate PEM file of the server's certificate and those that vouch for it
 * @param key PEM file of its private key
 */
public record TlsSettings(OptionalInt mqttPort, OptionalInt httpPort, Path certificate, Path key) {

    public TlsSettings {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
    }
}
