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

    /**
     * Takes what a client publishes, on the loop of its session, also when another connection has taken over meanwhile. What
     * the loop does not take, or fails over, is not acknowledged.
     */
    void publish(MQTTConnection connection, MqttPublishMessage publish) {
        publish.retain();
        loops.routeCommand(connection.getClientId(), "PUBLISH", () -> {
                    settle(connection, publish);
                    return null;
                })
                .ifFailed(() -> abandon(connection, publish));
    }

    private void settle(MQTTConnection connection, MqttPublishMessage publish) {
        boolean settled = false;
        try {
            settled = answer(connection, publish);
        } finally {
            if (settled) {
                publish.release();
            } else {
                abandon(connection, publish);
            }
        }
    }

    private void abandon(MQTTConnection connection, MqttPublishMessage publish) {
        publish.release();
        if (publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE) {
            observer.publishLost(
                    connection.getClientId(), publish.variableHeader().packetId());
        }
    }

    /** Returns false where not all subscribers got it. */
    private boolean answer(MQTTConnection connection, MqttPublishMessage publish) {
        if (!PayloadFormat.isKept(publish)) {
            refuse(connection, publish);
            return true;
        }
        boolean complete = take(connection.getClientId(), publish);
        if (complete) {
            acknowledge(connection, publish, (byte) 0);
        }
        return complete;
    }

    private void refuse(MQTTConnection connection, MqttPublishMessage publish) {
        switch (publish.fixedHeader().qosLevel()) {
            case AT_MOST_ONCE -> connection.brokerDisconnect(MqttReasonCodes.Disconnect.PAYLOAD_FORMAT_INVALID);
            case EXACTLY_ONCE ->
                observer.publishRefused(
                        connection.getClientId(), publish.variableHeader().packetId());
            default -> {}
        }
        acknowledge(connection, publish, PayloadFormat.INVALID);
    }

    private static void acknowledge(MQTTConnection connection, MqttPublishMessage publish, byte reason) {
        int packetId = publish.variableHeader().packetId();
        switch (publish.fixedHeader().qosLevel()) {
            case AT_LEAST_ONCE -> send(connection, MqttMessageType.PUBACK, packetId, reason);
            case EXACTLY_ONCE -> send(connection, MqttMessageType.PUBREC, packetId, reason);
            default -> {}
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
