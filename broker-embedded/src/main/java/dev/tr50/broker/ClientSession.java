package dev.tr50.broker;

import java.util.HashSet;
import java.util.Set;

/** What outlives a connection when its client asked for a session that does, beside what Moquette keeps. */
final class ClientSession {

    /** Messages at QoS 2 that a client may have in transit; MQTT 5 clients are told. */
    static final int MAX_EXACTLY_ONCE = 1000;

    private final SessionKey key;
    private final Set<String> ordinaryFilters = new HashSet<>();
    private final PrivateFilters privateFilters = new PrivateFilters();
    private final Set<Integer> exactlyOnce = new HashSet<>();
    private ClientConnection connection;
    private Publications publications;
    private volatile RememberedCommands commands;
    private volatile boolean listens;

    ClientSession(SessionKey key) {
        this.key = key;
    }

    SessionKey key() {
        return key;
    }

    /** Makes this the session's connection and returns the one it replaces, or null. */
    synchronized ClientConnection attach(ClientConnection newer) {
        ClientConnection older = connection;
        connection = newer;
        return older;
    }

    synchronized void detach(ClientConnection gone) {
        if (connection == gone) {
            connection = null;
        }
    }

    /** Null while the client is away. */
    synchronized ClientConnection connection() {
        return connection;
    }

    /** Few sessions publish there, so it is made when it is needed. */
    synchronized Publications publications() {
        if (publications == null) {
            publications = new Publications();
        }
        return publications;
    }

    /** To be called when a connection begins that the session will outlive. */
    synchronized void rememberCommands() {
        if (commands == null) {
            commands = new RememberedCommands();
        }
    }

    /** Null when the session ends with its connection. */
    RememberedCommands commands() {
        return commands;
    }

    synchronized void forgetSubscriptions() {
        ordinaryFilters.clear();
        privateFilters.clear();
        exactlyOnce.clear();
        publications = null;
        commands = commands == null ? null : new RememberedCommands();
        listens = false;
    }

    synchronized int filterCount() {
        return ordinaryFilters.size() + privateFilters.size();
    }

    synchronized boolean holds(String filter) {
        return ordinaryFilters.contains(filter) || privateFilters.contains(filter);
    }

    synchronized void subscribeOrdinary(String filter) {
        ordinaryFilters.add(filter);
    }

    synchronized boolean unsubscribeOrdinary(String filter) {
        return ordinaryFilters.remove(filter);
    }

    /** @param identifier {@link PrivateFilters#UNNUMBERED} for none */
    synchronized void subscribePrivate(String filter, int qos, int identifier) {
        privateFilters.put(filter, qos, identifier);
        listens = true;
    }

    synchronized boolean unsubscribePrivate(String filter) {
        boolean held = privateFilters.remove(filter);
        listens = privateFilters.size() > 0;
        return held;
    }

    /** Whether the session subscribed to replies or notifications itself. */
    boolean listens() {
        return listens;
    }

    /** The highest QoS granted for a private topic, or -1 where the session did not subscribe to it. */
    synchronized int grantedQos(String topic) {
        return privateFilters.grantedQos(topic);
    }

    /** The subscription identifiers that a message on a private topic comes with. */
    synchronized int[] identifiers(String topic) {
        return privateFilters.identifiers(topic);
    }

    /** What to do with a message at QoS 2. */
    enum Arrival {
        FIRST,
        REPEATED,
        TOO_MANY
    }

    synchronized Arrival arrives(int packetId) {
        if (exactlyOnce.contains(packetId)) {
            return Arrival.REPEATED;
        }
        if (exactlyOnce.size() >= MAX_EXACTLY_ONCE) {
            return Arrival.TOO_MANY;
        }
        exactlyOnce.add(packetId);
        return Arrival.FIRST;
    }

    /** Ends the exchange of that packet id; returns whether there was one. */
    synchronized boolean release(int packetId) {
        return exactlyOnce.remove(packetId);
    }
}
