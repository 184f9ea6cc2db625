package dev.tr50.bench;

import java.time.Duration;

/**
 * What one of a {@link Swarm} does.
 *
 * @param connect its CONNECT
 * @param first what it sends once it is let in, or null
 * @param packet what it sends again and again, or null for nothing
 * @param every how often; zero for as fast as the server takes it
 * @param reads whether it reads what it is sent once it is in
 * @param webSocket whether it speaks MQTT over WebSocket
 */
record Behaviour(byte[] connect, byte[] first, byte[] packet, Duration every, boolean reads, boolean webSocket) {

    /** One that is there and says something at even distances. */
    static Behaviour paced(byte[] connect, byte[] packet, Duration every) {
        return new Behaviour(connect, null, packet, every, true, false);
    }

    /** One that says something as fast as it can. */
    static Behaviour flooding(byte[] connect, byte[] packet) {
        return paced(connect, packet, Duration.ZERO);
    }

    /** The same, but it does not read what it is sent. */
    Behaviour unread() {
        return new Behaviour(connect, first, packet, every, false, webSocket);
    }

    /** The same, with something that it sends first. */
    Behaviour after(byte[] firstPacket) {
        return new Behaviour(connect, firstPacket, packet, every, reads, webSocket);
    }

    /** The same over WebSocket. */
    Behaviour overWebSocket() {
        return new Behaviour(connect, first, packet, every, reads, true);
    }

    boolean floods() {
        return packet != null && every.isZero();
    }
}
