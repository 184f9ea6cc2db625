package dev.tr50.broker;

import dev.tr50.broker.BrokerCounts.Excess;
import io.moquette.broker.MoquetteCore;
import io.moquette.broker.SessionObserver;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections of one broker share. */
final class BrokerCore implements SessionObserver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCore.class);

    private final BrokerSettings settings;
    private final CommandListener commands;
    private final TopicRules topicRules;
    private final SessionTable sessions;
    private final Places places;
    private final PacketRoom packetRoom;
    private final TakeoverBrake brake;
    private final MoquetteCore moquette;
    private final Expulsions expulsions;
    private final BrokerCounts counts = new BrokerCounts();

    BrokerCore(BrokerSettings settings, CommandListener commands) {
        this.settings = settings;
        this.commands = commands;
        BrokerLimits limits = settings.limits();
        this.places = new Places(limits.connections());
        this.packetRoom = PacketRoom.ofThisProcess(limits.packet().packetBytes());
        this.brake = new TakeoverBrake(settings.patience().refusal());
        this.topicRules =
                new TopicRules(limits.packet().topicBytes(), limits.packet().topicLevels());
        this.sessions = new SessionTable(limits.session().away());
        this.moquette = new MoquetteCore(
                new MoquetteCore.Limits(
                        limits.session().queuedMessages(),
                        limits.session().queuedBytes(),
                        limits.retained().messages(),
                        limits.retained().bytes()),
                TopicRules::matches,
                this);
        this.expulsions = new Expulsions(sessions, moquette);
    }

    BrokerSettings settings() {
        return settings;
    }

    BrokerLimits limits() {
        return settings.limits();
    }

    CommandListener commands() {
        return commands;
    }

    TopicRules topicRules() {
        return topicRules;
    }

    SessionTable sessions() {
        return sessions;
    }

    Places places() {
        return places;
    }

    PacketRoom packetRoom() {
        return packetRoom;
    }

    TakeoverBrake brake() {
        return brake;
    }

    Expulsions expulsions() {
        return expulsions;
    }

    BrokerCounts counts() {
        return counts;
    }

    MoquetteCore moquette() {
        return moquette;
    }

    int maxExpirySeconds() {
        return limits().session().expirySeconds();
    }

    boolean hasSubscribers(String group, String topic) {
        return moquette.hasSubscribers(new GroupNamespace(group).inner(topic));
    }

    void publish(String group, String topic, byte[] payload) {
        moquette.publishAtLeastOnce(new GroupNamespace(group).inner(topic), payload);
    }

    /** The client of a session that is kept has gone; a user who has too many of these loses the oldest. */
    void left(ClientSession session) {
        sessions.left(session).ifPresent(oldest -> {
            counts.exceeded(Excess.AWAY_SESSIONS);
            moquette.endIfAway(oldest);
        });
    }

    @Override
    public void sessionEnded(String sessionId) {
        sessions.endIfAway(sessionId);
    }

    @Override
    public void publishLost(String sessionId, int packetId) {
        publishRefused(sessionId, packetId);
        commandFailed(sessionId, "PUBLISH", new RejectedExecutionException("too many commands wait"));
    }

    @Override
    public void publishRefused(String sessionId, int packetId) {
        sessions.release(sessionId, packetId);
    }

    @Override
    public void messageLost() {
        counts.exceeded(Excess.QUEUED_MESSAGES);
    }

    @Override
    public void notRetained() {
        counts.exceeded(Excess.RETAINED_MESSAGES);
    }

    @Override
    public void commandFailed(String sessionId, String command, Throwable cause) {
        if (cause instanceof RejectedExecutionException) {
            counts.exceeded(Excess.SESSION_COMMANDS);
        }
        ClientConnection connection = sessions.connectionOf(sessionId);
        LOG.debug("{} failed for {}", command, connection == null ? "a client that is away" : connection, cause);
        if (connection != null) {
            byte reason = cause instanceof RejectedExecutionException
                    ? ReasonCode.QUOTA_EXCEEDED
                    : ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
            connection.close(reason, command + " failed: " + cause.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        moquette.close();
    }
}
