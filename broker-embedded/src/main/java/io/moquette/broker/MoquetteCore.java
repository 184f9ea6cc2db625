package io.moquette.broker;

import static java.util.Objects.requireNonNull;

import io.moquette.BrokerConstants;
import io.moquette.broker.security.AcceptAllAuthenticator;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Topic;
import io.moquette.interception.BrokerInterceptor;
import io.moquette.persistence.MemorySessionsRepository;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiPredicate;

/**
 * Sessions, subscriptions, retained messages and acknowledgements of ordinary MQTT: Moquette's parts, put together
 * without its {@code Server}. That class would open listeners of its own, keep stores on disk and report to its maker;
 * none of its code runs here. It lives in Moquette's package because the parts are visible there only.
 *
 * <p>Callers hand in packets that are known to be well formed, with topics and client ids in a namespace of their own.
 */
public final class MoquetteCore implements AutoCloseable {

    /** Commands waiting for one session loop; connections are throttled long before. */
    private static final int LOOP_QUEUE_CAPACITY = 65_536;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Admissions admissions = new Admissions();
    private final BrokerInterceptor interceptor = new BrokerInterceptor(List.of());
    private final SessionLoops loops;
    private final SubscriptionTree subscriptions = new SubscriptionTree();
    private final BoundedRetained retained;
    private final Sessions sessions;
    private final Routing routing;
    private final MQTTConnectionFactory connections;

    /** The limits of what is kept in memory. */
    public record Limits(int queuedMessages, int queuedBytes, int retainedMessages, int retainedBytes) {}

    /** @param matches whether a filter matches a topic */
    public MoquetteCore(Limits limits, BiPredicate<String, String> matches, SessionObserver observer) {
        Clock clock = Clock.systemUTC();
        Authorizator authorizator = new Authorizator(new PermitAllAuthorizatorPolicy());
        MemorySessionsRepository store = new MemorySessionsRepository();
        this.retained =
                new BoundedRetained(limits.retainedMessages(), limits.retainedBytes(), matches, observer::notRetained);
        this.loops = new SessionLoops(interceptor, LOOP_QUEUE_CAPACITY, LONGEST_WAIT, requireNonNull(observer));
        this.sessions = new Sessions(
                subscriptions,
                store,
                new QueueLimits(limits.queuedMessages(), limits.queuedBytes()),
                authorizator,
                clock,
                loops,
                admissions,
                observer,
                this::fireWill);
        this.routing = new Routing(
                subscriptions,
                retained,
                sessions,
                store,
                interceptor,
                authorizator,
                loops,
                clock,
                admissions,
                observer);
        BrokerConfiguration configuration = new BrokerConfiguration(
                false, false, false, false, BrokerConstants.IMMEDIATE_BUFFER_FLUSH, BrokerConstants.RECEIVE_MAXIMUM);
        this.connections = new MQTTConnectionFactory(configuration, new AcceptAllAuthenticator(), sessions, routing);
    }

    /** The last handler of one connection's pipeline; its first message must be an {@link AdmittedConnect}. */
    public ChannelHandler newHandler(Throttle throttle) {
        return new MoquetteHandler(connections, routing, admissions, sessions, loops, throttle);
    }

    private void fireWill(Session session) {
        routing.fireWill(session);
    }

    /**
     * Sends to one session, subscribed or not, and repeats until it is acknowledged. Nothing happens when there is no
     * such session; one that has no room for the message is reported as a failed command.
     */
    public void sendAtLeastOnce(String sessionId, String topic, byte[] payload, MqttProperties properties) {
        loops.routeCommand(sessionId, "send", () -> {
            ReliableSession session = sessions.retrieve(sessionId);
            if (session != null && session.connected() && !session.deliver(message(topic, payload, properties))) {
                throw noRoom();
            }
            return null;
        });
    }

    /**
     * The same, while the session has the connection that it has now.
     *
     * @param lost is called when that ends before the client acknowledged the message, or cannot be given it; the message is not
     *     sent again then
     */
    public void sendAtLeastOnce(
            String sessionId, String topic, byte[] payload, MqttProperties properties, Runnable lost) {
        PostOffice.RouteResult result = loops.routeCommand(sessionId, "send", () -> {
            ReliableSession session = sessions.retrieve(sessionId);
            if (session == null || !session.connected()) {
                lost.run();
            } else if (!session.deliver(new OwedMessage(message(topic, payload, properties), lost))) {
                lost.run();
                throw noRoom();
            }
            return null;
        });
        if (!result.isSuccess()) {
            lost.run();
        }
    }

    private static RejectedExecutionException noRoom() {
        return new RejectedExecutionException("too much waits for the client");
    }

    /** A question to each thread that carries out session commands; fails where one takes no more of them. */
    public List<CompletableFuture<Void>> askThreads() {
        return loops.askAll();
    }

    /** Whether a session subscribed to what a topic name matches. */
    public boolean hasSubscribers(String topic) {
        return subscriptions.hasMatching(topic);
    }

    /** Routes a message as one that a client published at QoS 1. */
    public void publishAtLeastOnce(String topic, byte[] payload) {
        MqttPublishMessage message = MqttMessageBuilders.publish()
                .topicName(topic)
                .qos(MqttQoS.AT_LEAST_ONCE)
                .payload(Unpooled.wrappedBuffer(payload))
                .build();
        try {
            routing.internalPublish(message);
        } finally {
            message.release();
        }
    }

    private static SessionRegistry.PublishedMessage message(String topic, byte[] payload, MqttProperties properties) {
        return new SessionRegistry.PublishedMessage(
                new Topic(topic),
                MqttQoS.AT_LEAST_ONCE,
                Unpooled.wrappedBuffer(payload),
                false,
                Instant.MAX,
                properties.listAll().toArray(new MqttProperties.MqttProperty<?>[0]));
    }

    /** Ends a session whose client is away; nothing happens when it is there. */
    public void endIfAway(String sessionId) {
        loops.routeCommand(sessionId, "end", () -> {
            sessions.endIfAway(sessionId);
            return null;
        });
    }

    /** Runs something when the commands of a session that wait are carried out. */
    public void afterCommandsOf(String sessionId, Runnable action) {
        loops.routeCommand(sessionId, "afterwards", () -> {
            action.run();
            return null;
        });
    }

    /** Forgets the retained messages on topics that begin with that level. */
    public void forgetRetained(String firstLevel) {
        retained.forget(firstLevel);
    }

    @Override
    public void close() {
        routing.terminate();
        sessions.close();
        interceptor.stop();
    }
}
