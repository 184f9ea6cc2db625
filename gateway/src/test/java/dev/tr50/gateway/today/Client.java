package dev.tr50.gateway.today;

/** A client library of today, behind the few verbs that all of them have. Every verb waits until the gateway has answered. */
interface Client {

    /** Who connects, and how. */
    record Login(String clientId, String user, String password, boolean clean, Will will) {
        Login(String clientId, String user, String password) {
            this(clientId, user, password, true, null);
        }

        Login kept() {
            return new Login(clientId, user, password, false, will);
        }

        Login leaving(Will newWill) {
            return new Login(clientId, user, password, clean, newWill);
        }
    }

    /** What is published for a client that is lost. */
    record Will(String topic, String text) {}

    /** The gateway did not let the client in. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(Throwable cause) {
            super(cause);
        }
    }

    /** Connects, with a session that is kept for an hour where it is kept. */
    void connect(Login login) throws Exception;

    void subscribe(String filter, int qos) throws Exception;

    void publish(String topic, String text, int qos, boolean retained) throws Exception;

    /** Everything that arrives, subscribed to or not. */
    Messages messages();

    /** Says goodbye. */
    void disconnect() throws Exception;

    /** Frees what the library holds; connected or not. */
    void close() throws Exception;
}
