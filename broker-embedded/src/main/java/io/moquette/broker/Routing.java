package io.moquette.broker;

import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.moquette.broker.subscriptions.Topic;
import io.moquette.interception.BrokerInterceptor;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Moquette's routing, which tells when a connection is established and retains messages of QoS 0 too. */
final class Routing extends PostOffice {

    private final IRetainedRepository retained;
    private final Admissions admissions;

    Routing(
            ISubscriptionsDirectory subscriptions,
            IRetainedRepository retained,
            SessionRegistry sessions,
            ISessionsRepository store,
            BrokerInterceptor interceptor,
            Authorizator authorizator,
            SessionEventLoopGroup loops,
            Clock clock,
            Admissions admissions) {
        super(subscriptions, retained, sessions, store, interceptor, authorizator, loops, clock, MqttQoS.EXACTLY_ONCE);
        this.retained = retained;
        this.admissions = admissions;
    }

    @Override
    void dispatchConnection(MqttConnectMessage connect) {
        admissions.established(connect);
    }

    /** Moquette takes a retained message of QoS 0 as an order to forget the topic's message. */
    @Override
    CompletableFuture<Void> receivedPublishQos0(
            MQTTConnection connection, String username, String sessionId, MqttPublishMessage publish, Instant expiry) {
        if (!publish.fixedHeader().isRetain() || !publish.payload().isReadable()) {
            return super.receivedPublishQos0(connection, username, sessionId, publish, expiry);
        }
        publish.retain();
        return super.receivedPublishQos0(connection, username, sessionId, publish, expiry)
                .whenComplete((done, failure) -> keep(publish));
    }

    /** Moquette delivers a will but never retains it. */
    @Override
    public void fireWill(Session session) {
        super.fireWill(session);
        ISessionsRepository.Will will = session.getWill();
        if (will.retained && will.delayInterval == 0) {
            retain(will);
        }
    }

    private void retain(ISessionsRepository.Will will) {
        Topic topic = new Topic(will.topic);
        if (will.payload.length == 0) {
            retained.cleanRetained(topic);
            return;
        }
        retained.retain(
                topic,
                MqttMessageBuilders.publish()
                        .topicName(will.topic)
                        .qos(will.qos)
                        .retained(true)
                        .payload(Unpooled.wrappedBuffer(will.payload))
                        .build());
    }

    private void keep(MqttPublishMessage publish) {
        try {
            retained.retain(new Topic(publish.variableHeader().topicName()), publish);
        } finally {
            publish.release();
        }
    }
}
