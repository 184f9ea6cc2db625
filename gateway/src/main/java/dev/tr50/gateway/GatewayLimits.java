package dev.tr50.gateway;

import dev.tr50.broker.BrokerLimits;
import dev.tr50.gateway.limit.MessageSize;
import dev.tr50.protocol.Limits;
import dev.tr50.storage.ScopeQuota;

/**
 * How much of everything clients may use.
 *
 * @param messages TR50 messages
 * @param fileBytes largest file, in bytes
 * @param scope what one thing, or one group, may keep
 * @param connections how many clients there may be at a time
 * @param session what one MQTT session may hold
 * @param retained retained messages of all groups together
 */
public record GatewayLimits(
        Messages messages,
        long fileBytes,
        ScopeQuota scope,
        Connections connections,
        BrokerLimits.Session session,
        BrokerLimits.Retained retained) {

    /**
     * TR50 messages, over MQTT and HTTP.
     *
     * @param size what one may measure
     * @param content what one may hold and ask for
     * @param commandsPerSecond commands of one session, an MQTT connection or an HTTP session; 1 to 1,000,000
     */
    public record Messages(MessageSize size, Limits content, int commandsPerSecond) {

        /** 1 MiB, 100 commands, 100,000 commands a second. */
        public static final Messages DEFAULT = new Messages(MessageSize.DEFAULT, Limits.DEFAULT, 100_000);
    }

    /**
     * Connections at a time.
     *
     * @param mqtt those of MQTT clients, whichever door they come by, at least 1
     * @param http those of HTTP, WebSockets included, at least 1
     */
    public record Connections(int mqtt, int http) {

        /** 20,000 of each. */
        public static final Connections DEFAULT = new Connections(20_000, 20_000);
    }

    /** Files of 16 GiB, 100,000 files and 100 GiB of a thing or group, everything else as each part says. */
    public static final GatewayLimits DEFAULT = new GatewayLimits(
            Messages.DEFAULT,
            16L << 30,
            new ScopeQuota(100_000, 100L << 30),
            Connections.DEFAULT,
            BrokerLimits.Session.DEFAULT,
            BrokerLimits.Retained.DEFAULT);

    /** The same with other limits of messages. */
    public GatewayLimits withMessages(Messages newMessages) {
        return new GatewayLimits(newMessages, fileBytes, scope, connections, session, retained);
    }

    /** The same with another limit of what a thing or group may keep. */
    public GatewayLimits withScope(ScopeQuota newScope) {
        return new GatewayLimits(messages, fileBytes, newScope, connections, session, retained);
    }

    /** The same with other limits of connections. */
    public GatewayLimits withConnections(Connections newConnections) {
        return new GatewayLimits(messages, fileBytes, scope, newConnections, session, retained);
    }

    /** What of it concerns the broker. */
    BrokerLimits broker() {
        return new BrokerLimits(
                connections.mqtt(),
                BrokerLimits.Packet.DEFAULT.withPayloadBytes(messages.size().bytes()),
                session,
                retained);
    }
}
