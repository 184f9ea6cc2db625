package io.moquette.broker;

/** Hears about sessions, by the client id of their {@link AdmittedConnect}. Called on any thread; must not block. */
public interface SessionObserver {

    /** The session and its subscriptions are gone. */
    void sessionEnded(String sessionId);

    /** A command of the session could not be carried out; its client should not wait for an answer. */
    void commandFailed(String sessionId, String command, Throwable cause);
}
