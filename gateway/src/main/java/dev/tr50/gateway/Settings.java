package dev.tr50.gateway;

import dev.tr50.protocol.Limits;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway is started with.
 *
 * @param data folder of the database and the blobs; made when it is not there
 * @param host address to listen on, {@code 0.0.0.0} for all
 * @param mqttPort TCP port of MQTT, 0 for any free one
 * @param httpPort TCP port of HTTP, 0 for any free one
 * @param tls listeners for TLS beside the plain ones, if any
 * @param maxMessageBytes largest TR50 message, over MQTT and HTTP, in bytes
 * @param maxFileBytes largest file, in bytes
 * @param limits how much one message may ask
 * @param environment where the first start looks for the credentials it is to use
 */
public record Settings(
        Path data,
        String host,
        int mqttPort,
        int httpPort,
        Optional<TlsSettings> tls,
        int maxMessageBytes,
        long maxFileBytes,
        Limits limits,
        Map<String, String> environment) {

    /** 1 MiB: the largest message when nothing else is said. */
    public static final int DEFAULT_MESSAGE_BYTES = 1 << 20;

    /** 16 GiB: the largest file when nothing else is said. */
    public static final long DEFAULT_FILE_BYTES = 16L << 30;

    public Settings {
        environment = Map.copyOf(environment);
    }

    /** Any free ports on this machine alone, everything else as by default. */
    public static Settings local(Path data) {
        return new Settings(
                data,
                "127.0.0.1",
                0,
                0,
                Optional.empty(),
                DEFAULT_MESSAGE_BYTES,
                DEFAULT_FILE_BYTES,
                Limits.DEFAULT,
                Map.of());
    }
}
