package io.moquette.broker;

/** Hears about sessions, by the client id of their {@link AdmittedConnect}. Called on any thread; must not block. */
public interface SessionObserver {

    /** The session and its subscriptions are gone. */
    void sessionEnded(String sessionId);

    /** A session had no room for an ordinary message, which is lost to it. */
    void messageLost();

    /** A group had no room for a message that was to be retained. */
    void notRetained();

    /** A command of the session could not be carried out; its client should not wait for an answer. */
    void commandFailed(String sessionId, String command, Throwable cause);

    /** Not all subscribers got what the client published under this packet id: it must send it again, as if for the first time. */
    void publishLost(String sessionId, int packetId);

    /** What the client published at QoS 2 under this packet id is refused, and its exchange is over [MQTT 5, 4.3.3]. */
    void publishRefused(String sessionId, int packetId);
}
