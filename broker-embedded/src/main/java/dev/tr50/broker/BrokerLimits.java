package dev.tr50.broker;

import static dev.tr50.broker.Condition.require;

import java.time.Duration;

/**
 * How much of everything clients may use: what bounds the memory of a broker.
 *
 * @param connections connections that are let in at the same time, at least 1; one more is told so in its CONNACK, and 1000
 *     more are closed without a word
 */
public record BrokerLimits(int connections, Packet packet, Session session, Retained retained) {

    /** 20,000 connections, payloads of 1 MiB, everything else as each part says. */
    public static final BrokerLimits DEFAULT =
            new BrokerLimits(20_000, Packet.DEFAULT, Session.DEFAULT, Retained.DEFAULT);

    /**
     * What one packet may measure; a larger one closes its connection.
     *
     * @param payloadBytes the largest payload of a PUBLISH, at least 1
     * @param topicBytes the longest topic name or filter in UTF-8, at least 1
     * @param topicLevels the deepest topic name or filter, at least 1
     */
    public record Packet(int payloadBytes, int topicBytes, int topicLevels) {

        /** 1 MiB, topics of 1024 bytes and 32 levels. */
        public static final Packet DEFAULT = new Packet(1 << 20, 1024, 32);

        /** Room for a topic, an id and the properties beside a payload of the full size. */
        private static final int PUBLISH_HEADER_BYTES = 4096;

        public Packet {
            require(payloadBytes >= 1 && payloadBytes <= Integer.MAX_VALUE - 2 * PUBLISH_HEADER_BYTES, "payloadBytes");
            require(topicBytes >= 1, "topicBytes");
            require(topicLevels >= 1, "topicLevels");
        }

        /** The same with room for other payloads. */
        public Packet withPayloadBytes(int bytes) {
            return new Packet(bytes, topicBytes, topicLevels);
        }

        /** The largest packet taken, without its fixed header. */
        int packetBytes() {
            return payloadBytes + PUBLISH_HEADER_BYTES;
        }
    }

    /**
     * What one session may hold.
     *
     * @param filters subscriptions, at least 1
     * @param queuedMessages messages kept while the client is away or slow, at least 1; what comes after them is lost to it
     * @param queuedBytes topics, payloads and properties of these and of those without an acknowledgement; one message is taken
     *     whatever its size
     * @param expiry how long the session outlives its connection at most, in whole seconds
     * @param away how many sessions of one user name of a group are kept without a connection, at least 1; of more, that
     *     which has been away longest is ended
     */
    public record Session(int filters, int queuedMessages, int queuedBytes, Duration expiry, int away) {

        /** 100 subscriptions, 1000 messages, 16 MiB, 7 days, 100 sessions. */
        public static final Session DEFAULT = new Session(100, 1000, 16 << 20, Duration.ofDays(7), 100);

        public Session {
            require(filters >= 1, "filters");
            require(queuedMessages >= 1, "queuedMessages");
            require(queuedBytes >= 0, "queuedBytes");
            require(away >= 1, "away");
            require(expiry.toSeconds() >= 0 && expiry.toSeconds() <= Integer.MAX_VALUE, "expiry");
        }

        /** The same, kept for another time. */
        public Session withExpiry(Duration newExpiry) {
            return new Session(filters, queuedMessages, queuedBytes, newExpiry, away);
        }

        /** The same with another number of sessions without a connection. */
        public Session withAway(int newAway) {
            return new Session(filters, queuedMessages, queuedBytes, expiry, newAway);
        }

        int expirySeconds() {
            return (int) expiry.toSeconds();
        }
    }

    /**
     * Retained messages of each group; what does not fit is delivered but not retained.
     *
     * @param messages how many, 0 for none
     * @param bytes their payloads and properties together
     */
    public record Retained(int messages, int bytes) {

        /** 10,000 messages, 64 MiB. */
        public static final Retained DEFAULT = new Retained(10_000, 64 << 20);

        public Retained {
            require(messages >= 0, "messages");
            require(bytes >= 0, "bytes");
        }
    }

    public BrokerLimits {
        require(connections >= 1 && connections <= Integer.MAX_VALUE - 1000, "connections");
    }

    /** The same with another number of connections. */
    public BrokerLimits withConnections(int newConnections) {
        return new BrokerLimits(newConnections, packet, session, retained);
    }

    /** The same with other limits of a packet. */
    public BrokerLimits withPacket(Packet newPacket) {
        return new BrokerLimits(connections, newPacket, session, retained);
    }

    /** The same with other limits of a session. */
    public BrokerLimits withSession(Session newSession) {
        return new BrokerLimits(connections, packet, newSession, retained);
    }

    /** The same with other limits of retained messages. */
    public BrokerLimits withRetained(Retained newRetained) {
        return new BrokerLimits(connections, packet, session, newRetained);
    }
}
