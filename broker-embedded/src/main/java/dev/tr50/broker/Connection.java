package dev.tr50.broker;

import java.net.InetSocketAddress;

/** One client that was let in. All methods may be called from any thread and none blocks. */
public interface Connection {

    /** As the client knows it, assigned ones included. */
    String clientId();

    /** As the {@link Authenticator} wants it to be known. */
    String username();

    /** What the {@link Authenticator} accepted this client with. */
    Object principal();

    String group();

    InetSocketAddress remoteAddress();

    MqttLevel level();

    /**
     * Answers a command: one copy to this connection, subscribed or not, and one to each other connected session of the
     * same user name in the same group that subscribed to the topic itself. Nobody else ever gets it. When this
     * connection is closed already, those others still get theirs. Never dropped because this client is slow: it
     * waits in memory, so stop taking commands while {@link #isWritable()} says no. The others, who only look on, miss
     * what comes while they are slow.
     */
    void reply(ReplyRoute route, byte[] payload);

    /**
     * The same, for a reply whose loss matters. It is lost when this connection is gone before it is written to the socket, or
     * where it goes at QoS 1, before the client acknowledged it; then it is not sent again either, not even to a session that outlives
     * its connections.
     *
     * @param undelivered is called when that is certain, once at most, on a thread that must not be blocked
     */
    void reply(ReplyRoute route, byte[] payload, Runnable undelivered);

    /**
     * Whether somebody would get a reply to a command though this connection is closed: the same client over its next connection,
     * or another session of the same user name that subscribed to its topic.
     */
    boolean isAwaited(ReplyRoute route);

    /**
     * The longest payload of a reply that the client takes: MQTT 5 clients may set a limit to what they are sent. A longer
     * one is not sent.
     */
    int largestReply(ReplyRoute route);

    /** Publishes on a topic such as {@code notify/mailbox_activity} at QoS 0, to this connection alone, once. */
    void notify(String topic, byte[] payload);

    /** False while more waits to be sent than a healthy client leaves unread. */
    boolean isWritable();

    /** Stops delivering this client's packets, commands and pings included, until {@link #resumeReading()}. */
    void pauseReading();

    void resumeReading();

    boolean isOpen();

    /** Whether the client's right to be here has ended: what it sent must not be done any more. */
    boolean isExpelled();

    /**
     * Closes the connection as the server's decision.
     *
     * @param why for the log and, with MQTT 5, for the client
     */
    void close(String why);
}
