package io.moquette.broker;

import io.moquette.broker.ISessionsRepository.SessionData;
import io.moquette.broker.Session.SessionStatus;
import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.moquette.broker.subscriptions.Subscription;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All sessions, in place of those of Moquette's registry: the expiry is that of the latest CONNECT, a session expires on
 * its own loop, so that no client loses one that it just took up again, and of one that ended nothing is remembered.
 */
final class Sessions extends SessionRegistry {

    private final ConcurrentMap<String, ReliableSession> pool = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor clockwork =
            new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("mqtt-session-expiry", true));
    private final ISubscriptionsDirectory subscriptions;
    private final QueueLimits limits;
    private final Clock clock;
    private final SessionLoops loops;
    private final Admissions admissions;
    private final SessionObserver observer;
    private final Consumer<Session> wills;

    /** @param wills publishes the will of a session that another connection takes over */
    Sessions(
            ISubscriptionsDirectory subscriptions,
            ISessionsRepository store,
            QueueLimits limits,
            Authorizator authorizator,
            Clock clock,
            SessionLoops loops,
            Admissions admissions,
            SessionObserver observer,
            Consumer<Session> wills) {
        super(subscriptions, store, new MemoryQueueRepository(), authorizator, null, clock, 0, loops);
        this.subscriptions = subscriptions;
        this.limits = limits;
        this.clock = clock;
        this.loops = loops;
        this.admissions = admissions;
        this.observer = observer;
        this.wills = wills;
        clockwork.setRemoveOnCancelPolicy(true);
    }

    /**
     * Always as if reopened: then Moquette tells the session, on its own loop, when it may send. A session that was to end
     * with its connection is over when another connection takes that one's place [MQTT-3.1.2-6].
     */
    @Override
    SessionCreationResult createOrReopenSession(MqttConnectMessage connect, String sessionId, String username) {
        ReliableSession present = pool.get(sessionId);
        if (present != null) {
            takeOver(present);
        }
        boolean over = connect.variableHeader().isCleanSession() || present != null && present.expireImmediately();
        if (present != null && over) {
            end(present);
            present = null;
        }
        SessionData data = dataOf(connect, sessionId);
        ReliableSession session =
                present == null ? new ReliableSession(data, limits, observer::messageLost) : present.next(data);
        session.setWill(LastWill.of(connect));
        session.markConnecting();
        pool.put(sessionId, session);
        return new SessionCreationResult(session, CreationModeEnum.REOPEN_EXISTING, present != null);
    }

    /** A connection that is taken over ends without DISCONNECT, which is what a will is for [MQTT-3.1.2-8]. */
    private void takeOver(ReliableSession session) {
        if (session.disconnected()) {
            return;
        }
        if (session.hasWill()) {
            wills.accept(session);
            session.updateSessionData(session.getSessionData().withoutWill());
        }
        session.closeImmediately();
    }

    private SessionData dataOf(MqttConnectMessage connect, String sessionId) {
        int expiry = admissions.sessionExpirySeconds(connect);
        var version = Utils.versionFromConnect(connect);
        LastWill will = LastWill.of(connect);
        return will == null
                ? new SessionData(sessionId, version, expiry, clock)
                : new SessionData(sessionId, version, will.mark(), expiry, clock);
    }

    @Override
    ReliableSession retrieve(String sessionId) {
        return pool.get(sessionId);
    }

    /**
     * Moquette calls this from an I/O thread too, when CONNACK cannot be written, although another connection may have
     * the session by then. What such a connection leaves is seen to by {@link #abandon}.
     */
    @Override
    void connectionClosed(Session session) {
        if (!(Thread.currentThread() instanceof SessionEventLoop)) {
            return;
        }
        session.disconnect();
        if (session.expireImmediately()) {
            end((ReliableSession) session);
        } else {
            expireLater((ReliableSession) session);
        }
    }

    /** Ends what a connection that is gone has of its session; nothing when another connection took over. */
    void abandon(String sessionId, MQTTConnection connection) {
        Session session = retrieve(sessionId);
        if (session == null || !session.isBoundTo(connection)) {
            return;
        }
        session.assignState(SessionStatus.CONNECTING, SessionStatus.DISCONNECTED);
        if (session.connected() || session.disconnected()) {
            connectionClosed(session);
        }
    }

    /** Ends a session whose client is away. */
    void endIfAway(String sessionId) {
        ReliableSession session = pool.get(sessionId);
        if (session != null && session.disconnected()) {
            end(session);
        }
    }

    private void expireLater(ReliableSession session) {
        int absence = session.beginAbsence();
        Runnable expire = () -> loops.routeCommand(session.getClientID(), "expire", () -> {
            if (session.isIn(absence)) {
                end(session);
            }
            return null;
        });
        session.expireWith(clockwork.schedule(expire, session.getSessionData().expiryInterval(), TimeUnit.SECONDS));
    }

    /** Publishes a session's will when its time has come: after its delay, or with the end of the session. */
    void execute(ReliableSession session, Runnable publication) {
        long delay = session.will().delaySeconds();
        int expiry = session.getSessionData().expiryInterval();
        if (delay == 0 || expiry == 0) {
            publication.run();
            return;
        }
        session.postponeWill(publication);
        if (delay < expiry) {
            Runnable due = () -> loops.routeCommand(session.getClientID(), "will", () -> {
                session.publishPostponedWill(publication);
                return null;
            });
            session.publishWillWith(clockwork.schedule(due, delay, TimeUnit.SECONDS));
        }
    }

    @Override
    void remove(Session session) {
        if (session instanceof ReliableSession ours) {
            end(ours);
        }
    }

    private void end(ReliableSession session) {
        String id = session.getClientID();
        if (!pool.remove(id, session)) {
            return;
        }
        session.endAbsence();
        session.assignState(SessionStatus.DISCONNECTED, SessionStatus.DESTROYED);
        for (Subscription subscription : session.getSubscriptions()) {
            subscriptions.removeSubscription(subscription.getTopicFilter(), id);
        }
        subscriptions.removeSharedSubscriptionsForClient(id);
        observer.sessionEnded(id);
        session.publishPostponedWill();
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
        session.updateSessionData(
                data.hasWill()
                        ? new SessionData(data.clientId(), data.protocolVersion(), data.will(), seconds, clock)
                        : new SessionData(data.clientId(), data.protocolVersion(), seconds, clock));
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        super.close();
    }
}
