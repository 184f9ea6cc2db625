package io.moquette.broker;

import io.moquette.broker.ISessionsRepository.SessionData;
import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import java.time.Clock;

/**
 * Moquette's sessions with three differences: every session has a bounded queue (Moquette bounds none of clean
 * sessions), the session expiry is that of the latest CONNECT, and a connection that dies while it is being let in
 * leaves no session behind.
 */
final class Sessions extends SessionRegistry {

    private final ISessionsRepository store;
    private final Clock clock;
    private final Admissions admissions;
    private final SessionEventLoopGroup loops;

    Sessions(
            ISubscriptionsDirectory subscriptions,
            ISessionsRepository store,
            IQueueRepository queues,
            Authorizator authorizator,
            Clock clock,
            int maxExpirySeconds,
            SessionEventLoopGroup loops,
            Admissions admissions) {
        super(subscriptions, store, queues, authorizator, null, clock, maxExpirySeconds, loops);
        this.store = store;
        this.clock = clock;
        this.admissions = admissions;
        this.loops = loops;
    }

    @Override
    SessionCreationResult createOrReopenSession(MqttConnectMessage connect, String sessionId, String username) {
        if (connect.variableHeader().isCleanSession()) {
            end(retrieve(sessionId));
        }
        SessionCreationResult result = super.createOrReopenSession(withQueue(connect), sessionId, username);
        setExpiry(result.session, admissions.sessionExpirySeconds(connect));
        return result;
    }

    /**
     * Moquette calls this from an I/O thread too, when CONNACK cannot be written, although another connection may have
     * the session by then. What such a connection leaves is seen to by {@link #abandon}.
     */
    @Override
    void connectionClosed(Session session) {
        if (Thread.currentThread() instanceof SessionEventLoop) {
            super.connectionClosed(session);
        }
    }

    /** Ends what a connection that is gone has of its session; nothing when another connection took over. */
    void abandon(String sessionId, MQTTConnection connection) {
        Session session = retrieve(sessionId);
        if (session == null || !session.isBoundTo(connection)) {
            return;
        }
        session.assignState(Session.SessionStatus.CONNECTING, Session.SessionStatus.DISCONNECTED);
        if (session.connected() || session.disconnected()) {
            connectionClosed(session);
        }
    }

    @Override
    void remove(Session session) {
        if (session != null) {
            super.remove(session);
        }
    }

    private void end(Session session) {
        if (session == null) {
            return;
        }
        if (!session.disconnected()) {
            session.closeImmediately();
        }
        setExpiry(session, 0);
        connectionClosed(session);
    }

    /** The time by which the session of a connection outlives it; nothing when another connection took over. */
    void changeExpiry(MQTTConnection connection, int seconds) {
        String sessionId = connection.getClientId();
        loops.routeCommand(sessionId, "expiry", () -> {
            Session session = retrieve(sessionId);
            if (session != null && session.isBoundTo(connection)) {
                setExpiry(session, seconds);
            }
            return null;
        });
    }

    private void setExpiry(Session session, int seconds) {
        SessionData data = session.getSessionData();
        SessionData updated = data.hasWill()
                ? new SessionData(data.clientId(), data.protocolVersion(), data.will(), seconds, clock)
                : new SessionData(data.clientId(), data.protocolVersion(), seconds, clock);
        session.updateSessionData(updated);
        store.saveSession(updated);
    }

    /** The same CONNECT without the clean flag, for which alone Moquette asks the repository for a queue. */
    private static MqttConnectMessage withQueue(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttConnectVariableHeader persistent = new MqttConnectVariableHeader(
                header.name(),
                header.version(),
                header.hasUserName(),
                header.hasPassword(),
                header.isWillRetain(),
                header.willQos(),
                header.isWillFlag(),
                false,
                header.keepAliveTimeSeconds(),
                header.properties());
        return new MqttConnectMessage(connect.fixedHeader(), persistent, connect.payload());
    }
}
