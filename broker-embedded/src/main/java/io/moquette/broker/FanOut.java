package io.moquette.broker;

import io.moquette.broker.subscriptions.Topic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gives a message to all sessions that subscribed to it, each on its own loop. */
final class FanOut {

    private static final int SUBSCRIPTION_IDENTIFIER = MqttPropertyType.SUBSCRIPTION_IDENTIFIER.value();

    private final SubscriptionTree subscriptions;
    private final Sessions sessions;
    private final SessionLoops loops;

    /** A message on its way through the broker, independent of the buffer that it came in. */
    private record Publication(
            Topic topic, MqttQoS qos, boolean retained, byte[] payload, MqttProperties properties, Instant expiry) {}

    FanOut(SubscriptionTree subscriptions, Sessions sessions, SessionLoops loops) {
        this.subscriptions = subscriptions;
        this.sessions = sessions;
        this.loops = loops;
    }

    /**
     * Returns false where a loop has too much to do to take its part: some subscribers have the message then, but not
     * all.
     *
     * @param publisher whose own subscriptions may exclude what it publishes itself
     */
    boolean spread(String publisher, MqttPublishMessage message, Instant expiry) {
        Topic topic = new Topic(message.variableHeader().topicName());
        Map<Integer, List<Recipient>> byLoop = new TreeMap<>();
        for (Recipient recipient : subscriptions.recipients(topic, publisher, this::isConnected)) {
            byLoop.computeIfAbsent(loops.targetQueueOrdinal(recipient.sessionId()), loop -> new ArrayList<>())
                    .add(recipient);
        }
        return byLoop.isEmpty() || spread(publication(topic, message, expiry), byLoop.values());
    }

    private boolean isConnected(String sessionId) {
        Session session = sessions.retrieve(sessionId);
        return session != null && session.connected();
    }

    private static Publication publication(Topic topic, MqttPublishMessage message, Instant expiry) {
        var header = message.fixedHeader();
        return new Publication(
                topic,
                header.qosLevel(),
                header.isRetain(),
                Utils.readBytesAndRewind(message.payload()),
                message.variableHeader().properties(),
                expiry);
    }

    private boolean spread(Publication publication, Collection<List<Recipient>> batches) {
        boolean complete = true;
        for (List<Recipient> batch : batches) {
            String anyOfLoop = batch.get(0).sessionId();
            complete &= loops.routeCommand(anyOfLoop, "deliver", () -> deliver(publication, batch))
                    .isSuccess();
        }
        return complete;
    }

    private Void deliver(Publication publication, List<Recipient> batch) {
        for (Recipient recipient : batch) {
            loops.carryOut(recipient.sessionId(), "deliver", () -> deliver(publication, recipient));
        }
        return null;
    }

    private Void deliver(Publication publication, Recipient recipient) {
        ReliableSession session = sessions.retrieve(recipient.sessionId());
        if (session != null) {
            MqttQoS most = recipient.qos();
            ByteBuf payload = Unpooled.wrappedBuffer(publication.payload());
            session.deliver(new SessionRegistry.PublishedMessage(
                    publication.topic(),
                    publication.qos().value() < most.value() ? publication.qos() : most,
                    payload,
                    publication.retained() && recipient.retainAsPublished(),
                    publication.expiry(),
                    properties(publication, recipient)));
        }
        return null;
    }

    private static MqttProperty<?>[] properties(Publication publication, Recipient recipient) {
        List<MqttProperty<?>> properties = new ArrayList<>();
        for (MqttProperty<?> property : publication.properties().listAll()) {
            properties.add(property);
        }
        for (int identifier : recipient.identifiers()) {
            properties.add(new IntegerProperty(SUBSCRIPTION_IDENTIFIER, identifier));
        }
        return properties.toArray(MqttProperty<?>[]::new);
    }
}
