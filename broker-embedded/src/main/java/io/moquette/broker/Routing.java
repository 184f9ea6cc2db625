package io.moquette.broker;

import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.moquette.broker.subscriptions.Topic;
import io.moquette.interception.BrokerInterceptor;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
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

    private void keep(MqttPublishMessage publish) {
        try {
            retained.retain(new Topic(publish.variableHeader().topicName()), publish);
        } finally {
            publish.release();
        }
    }
}
