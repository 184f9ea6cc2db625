package dev.tr50.broker;

import java.time.Duration;

/**
 * How a broker listens and where its limits are.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param maxPacketBytes the largest packet taken, without its fixed header; a larger one closes its connection
 * @param maxTopicBytes the longest topic name or filter, in UTF-8
 * @param maxTopicLevels the deepest topic name or filter
 * @param maxFiltersPerSession subscriptions that one session may hold
 * @param maxQueuedMessages messages kept for a session that is away or slow; what comes after them is lost to it
 * @param maxRetainedMessages retained messages of all groups together
 * @param maxRetainedBytes payload bytes of all retained messages together
 * @param sessionExpiry how long a session outlives its connection at most
 * @param connectTimeout how long a connection may take to send CONNECT
 * @param authenticationTimeout how long the authenticator may take
 * @param authenticationThreads threads that call the authenticator
 * @param tls a listener for MQTT over TLS beside the plain one; null for none
 */
public record BrokerSettings(
        String host,
        int port,
        int maxPacketBytes,
        int maxTopicBytes,
        int maxTopicLevels,
        int maxFiltersPerSession,
        int maxQueuedMessages,
        int maxRetainedMessages,
        int maxRetainedBytes,
        Duration sessionExpiry,
        Duration connectTimeout,
        Duration authenticationTimeout,
        int authenticationThreads,
        MqttTls tls) {

    /** Room for a topic, an id and the properties beside a payload of the full size. */
    private static final int PUBLISH_HEADER_BYTES = 4096;

    private static final int MIB = 1 << 20;

    /** Port 1883 on all addresses, payloads of up to 1 MiB. */
    public static BrokerSettings defaults() {
        return new BrokerSettings(
                "0.0.0.0",
                1883,
                MIB + PUBLISH_HEADER_BYTES,
                1024,
                32,
                100,
                1000,
                10_000,
                64 * MIB,
                Duration.ofDays(7),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                4,
                null);
    }

    /** The same, listening elsewhere. */
    public BrokerSettings withAddress(String newHost, int newPort) {
        return new BrokerSettings(
                newHost,
                newPort,
                maxPacketBytes,
                maxTopicBytes,
                maxTopicLevels,
                maxFiltersPerSession,
                maxQueuedMessages,
                maxRetainedMessages,
                maxRetainedBytes,
                sessionExpiry,
                connectTimeout,
                authenticationTimeout,
                authenticationThreads,
                tls);
    }

    /** Makes room for payloads of so many bytes. */
    public BrokerSettings withMaxPayloadBytes(int payloadBytes) {
        return new BrokerSettings(
                host,
                port,
                payloadBytes + PUBLISH_HEADER_BYTES,
                maxTopicBytes,
                maxTopicLevels,
                maxFiltersPerSession,
                maxQueuedMessages,
                maxRetainedMessages,
                maxRetainedBytes,
                sessionExpiry,
                connectTimeout,
                authenticationTimeout,
                authenticationThreads,
                tls);
    }

    /** The same with other patience for CONNECT and for the authenticator. */
    public BrokerSettings withTimeouts(Duration connect, Duration authentication) {
        return new BrokerSettings(
                host,
                port,
                maxPacketBytes,
                maxTopicBytes,
                maxTopicLevels,
                maxFiltersPerSession,
                maxQueuedMessages,
                maxRetainedMessages,
                maxRetainedBytes,
                sessionExpiry,
                connect,
                authentication,
                authenticationThreads,
                tls);
    }

    /** Listens for TLS too, on the same address. */
    public BrokerSettings withTls(MqttTls newTls) {
        return new BrokerSettings(
                host,
                port,
                maxPacketBytes,
                maxTopicBytes,
                maxTopicLevels,
                maxFiltersPerSession,
                maxQueuedMessages,
                maxRetainedMessages,
                maxRetainedBytes,
                sessionExpiry,
                connectTimeout,
                authenticationTimeout,
                authenticationThreads,
                newTls);
    }
}
