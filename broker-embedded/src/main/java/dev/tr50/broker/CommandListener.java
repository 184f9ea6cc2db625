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

    /** The client's channel got full, or drained again: see {@link Connection#isWritable()}. */
    void writabilityChanged(Connection connection);

    /** The connection is gone; exactly once for each {@link #connected}. */
    void disconnected(Connection connection);
}
