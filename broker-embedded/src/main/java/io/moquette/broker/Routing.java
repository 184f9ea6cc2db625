package io.moquette.broker;

import io.moquette.broker.subscriptions.Topic;
import io.moquette.interception.BrokerInterceptor;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Takes messages in, in place of Moquette's way, which acknowledges before it retains, drops acknowledgements that a slow
 * channel does not take at once, and loses what a busy session loop does not take. Here a message is retained first, so
 * that a new subscriber gets it one way or the other, then handed on, then acknowledged; where it cannot be handed on to
 * all, it is not acknowledged and its publisher is disconnected, who will send it again.
 */
final class Routing extends PostOffice {

    private final IRetainedRepository retained;
    private final Admissions admissions;
    private final SessionLoops loops;
    private final SessionObserver observer;
    private final FanOut fanOut;
    private final Sessions sessions;

    Routing(
            SubscriptionTree subscriptions,
            IRetainedRepository retained,
            Sessions sessions,
            ISessionsRepository store,
            BrokerInterceptor interceptor,
            Authorizator authorizator,
            SessionLoops loops,
            Clock clock,
            Admissions admissions,
            SessionObserver observer) {
        super(subscriptions, retained, sessions, store, interceptor, authorizator, loops, clock, MqttQoS.EXACTLY_ONCE);
        this.retained = retained;
        this.admissions = admissions;
        this.loops = loops;
        this.observer = observer;
        this.sessions = sessions;
        this.fanOut = new FanOut(subscriptions, sessions, loops);
    }

    @Override
    void dispatchConnection(MqttConnectMessage connect) {
        admissions.established(connect);
    }

    @Override
    CompletableFuture<Void> receivedPublishQos0(
            MQTTConnection connection, String username, String sessionId, MqttPublishMessage publish, Instant expiry) {
        try {
            if (PayloadFormat.isKept(publish)) {
                take(sessionId, publish);
            } else {
                connection.brokerDisconnect(MqttReasonCodes.Disconnect.PAYLOAD_FORMAT_INVALID);
            }
        } finally {
            publish.release();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    RoutingResults receivedPublishQos1(
            MQTTConnection connection, String username, int packetId, MqttPublishMessage publish, Instant expiry) {
        String sessionId = connection.getClientId();
        try {
            if (!PayloadFormat.isKept(publish)) {
                send(connection, MqttMessageType.PUBACK, packetId, PayloadFormat.INVALID);
            } else if (take(sessionId, publish)) {
                send(connection, MqttMessageType.PUBACK, packetId, (byte) 0);
            } else {
                observer.publishLost(sessionId, packetId);
            }
        } finally {
            publish.release();
        }
        return RoutingResults.preroutingError();
    }

    /** Moquette may call this on an I/O thread; the session's loop keeps the order. */
    @Override
    RoutingResults receivedPublishQos2(
            MQTTConnection connection, MqttPublishMessage publish, String username, Instant expiry) {
        loops.routeCommand(connection.getClientId(), "PUB QoS2", () -> {
            takeExactlyOnce(connection, publish);
            return null;
        });
        return RoutingResults.preroutingError();
    }

    private void takeExactlyOnce(MQTTConnection connection, MqttPublishMessage publish) {
        int packetId = publish.variableHeader().packetId();
        String sessionId = connection.getClientId();
        try {
            if (!PayloadFormat.isKept(publish)) {
                observer.publishRefused(sessionId, packetId);
                send(connection, MqttMessageType.PUBREC, packetId, PayloadFormat.INVALID);
            } else if (take(sessionId, publish)) {
                send(connection, MqttMessageType.PUBREC, packetId, (byte) 0);
            } else {
                observer.publishLost(sessionId, packetId);
            }
        } finally {
            publish.release();
        }
    }

    /** Of nobody who could be told that it is lost, or would send it again. */
    @Override
    public RoutingResults internalPublish(MqttPublishMessage publish) {
        take("", publish);
        return RoutingResults.preroutingError();
    }

    private boolean take(String publisher, MqttPublishMessage publish) {
        Instant expiry = MessageExpiry.of(publish.variableHeader().properties());
        retain(publish, expiry);
        return fanOut.spread(publisher, publish, expiry);
    }

    private void retain(MqttPublishMessage publish, Instant expiry) {
        if (!publish.fixedHeader().isRetain()) {
            return;
        }
        Topic topic = new Topic(publish.variableHeader().topicName());
        if (publish.payload().isReadable()) {
            retained.retain(topic, publish, expiry == Instant.MAX ? null : expiry);
        } else {
            retained.cleanRetained(topic);
        }
    }

    private static void send(MQTTConnection connection, MqttMessageType type, int packetId, byte reason) {
        connection.channel.writeAndFlush(new MqttMessage(
                new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttPubReplyMessageVariableHeader(packetId, reason, MqttProperties.NO_PROPERTIES)));
    }

    @Override
    public void fireWill(Session session) {
        if (session instanceof ReliableSession ours) {
            LastWill will = ours.will();
            sessions.execute(ours, () -> take(session.getClientID(), will.message()));
        }
    }
}
