package dev.tr50.broker;

import java.time.Duration;
import java.util.Objects;

/**
 * How a broker listens, where its limits are and how patient it is.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param tls a listener for MQTT over TLS beside the plain one; null for none
 */
public record BrokerSettings(String host, int port, MqttTls tls, BrokerLimits limits, Patience patience) {

    /**
     * How long the broker waits for others.
     *
     * @param connect for CONNECT, after the connection or after its TLS handshake, and for that handshake
     * @param authentication for the authenticator's verdict
     * @param refusal before a client is told that it is not let in, because clients are known to come again at once, a
     *     thousand times a second; and before a connection is taken over that is open and younger than that
     */
    public record Patience(Duration connect, Duration authentication, Duration refusal) {

        /** 10 s for CONNECT, 30 s for the authenticator, 1 s before a refusal. */
        public static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1));

        public Patience {
            Condition.require(connect.toMillis() >= 1 && authentication.toMillis() >= 1, "patience below 1 ms");
            Condition.require(!refusal.isNegative(), "refusal");
        }
    }

    public BrokerSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(patience, "patience");
    }

    /** Plain MQTT on an address, with all limits as by default. */
    public static BrokerSettings on(String host, int port) {
        return new BrokerSettings(host, port, null, BrokerLimits.DEFAULT, Patience.DEFAULT);
    }

    /** Listens for TLS too, on the same address. */
    public BrokerSettings withTls(MqttTls newTls) {
        return new BrokerSettings(host, port, newTls, limits, patience);
    }

    /** The same with other limits. */
    public BrokerSettings withLimits(BrokerLimits newLimits) {
        return new BrokerSettings(host, port, tls, newLimits, patience);
    }

    /** The same with other patience. */
    public BrokerSettings withPatience(Patience newPatience) {
        return new BrokerSettings(host, port, tls, limits, newPatience);
    }
}
