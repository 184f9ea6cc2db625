package dev.tr50.broker;

/**
 * Hears what clients do. The calls for one connection come one after another, in the order of the wire, on an I/O
 * thread: they must not block. What they throw closes that connection.
 */
public interface CommandListener {

    /** A client was let in and its CONNACK is sent. */
    void connected(Connection connection);

    /** A command arrived. */
    void received(Connection connection, CommandMessage message);

    /** Something was published under {@code thing/}. It stays unacknowledged until the message is told what became of it. */
    void published(Connection connection, TopicMessage message);

    /**
     * Whether a client may receive what a topic filter under {@code thing/} matches: asked at SUBSCRIBE, and what is
     * answered holds as long as the subscription.
     *
     * @param filter well formed, its first level {@code thing}; of a shared subscription only the part that names topics
     */
    boolean maySubscribe(Connection connection, String filter);

    /** The client's channel got full, or drained again: see {@link Connection#isWritable()}. */
    void writabilityChanged(Connection connection);

    /** The connection is gone; exactly once for each {@link #connected}. */
    void disconnected(Connection connection);
}
