package dev.tr50.gateway.http;

import java.time.Duration;
import java.util.Objects;

/**
 * What the HTTP listener is started with.
 *
 * @param host the address to bind, {@code 0.0.0.0} for all
 * @param port 0 to 65535; 0 takes any free port
 * @param connections how many may be open at a time, on all ports together, at least 1; one more is closed at once
 * @param idleTimeout a connection on which no byte moves in either direction for this long and a quarter more is closed; at least 1 s. It also
 *     bounds how long a command over HTTP may take, and a body has to bring 16 KiB in each such time
 * @param workers threads for what blocks (database, files), at least 1
 * @param tls a port for HTTPS beside the plain one, with the same routes; null for none
 */
public record HttpSettings(String host, int port, int connections, Duration idleTimeout, int workers, HttpTls tls) {

    public HttpSettings {
        Objects.requireNonNull(host, "host");
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
        require(connections >= 1, "connections must be at least 1");
        require(idleTimeout.toMillis() >= 1000, "idleTimeout must be at least 1 s");
        require(workers >= 1, "workers must be at least 1");
        require(tls == null || port == 0 || tls.port() != port, "the ports of HTTP and HTTPS must differ");
    }

    /** The given address with 20,000 connections, an idle timeout of 2 minutes, 16 workers and no TLS. */
    public static HttpSettings on(String host, int port) {
        return new HttpSettings(host, port, 20_000, Duration.ofMinutes(2), 16, null);
    }

    /** Serves HTTPS too, on the same address. */
    public HttpSettings withTls(HttpTls newTls) {
        return new HttpSettings(host, port, connections, idleTimeout, workers, newTls);
    }

    /** The same with another number of connections. */
    public HttpSettings withConnections(int newConnections) {
        return new HttpSettings(host, port, newConnections, idleTimeout, workers, tls);
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
