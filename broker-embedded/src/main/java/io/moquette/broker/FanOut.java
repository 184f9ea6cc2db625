package io.moquette.broker;

import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.moquette.broker.subscriptions.Subscription;
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

    private final ISubscriptionsDirectory subscriptions;
    private final Sessions sessions;
    private final SessionLoops loops;

    /** A message on its way through the broker, independent of the buffer that it came in. */
    private record Publication(
            Topic topic, MqttQoS qos, boolean retained, byte[] payload, MqttProperties properties, Instant expiry) {}

    FanOut(ISubscriptionsDirectory subscriptions, Sessions sessions, SessionLoops loops) {
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
        Map<Integer, List<Subscription>> byLoop = new TreeMap<>();
        for (Subscription subscription : subscriptions.matchQosSharpening(topic)) {
            boolean excluded = subscription.option().isNoLocal()
                    && subscription.getClientId().equals(publisher);
            if (!excluded) {
                byLoop.computeIfAbsent(loops.targetQueueOrdinal(subscription.getClientId()), loop -> new ArrayList<>())
                        .add(subscription);
            }
        }
        return byLoop.isEmpty() || spread(publication(topic, message, expiry), byLoop.values());
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

    private boolean spread(Publication publication, Collection<List<Subscription>> batches) {
        boolean complete = true;
        for (List<Subscription> batch : batches) {
            String anyOfLoop = batch.get(0).getClientId();
            complete &= loops.routeCommand(anyOfLoop, "deliver", () -> deliver(publication, batch))
                    .isSuccess();
        }
        return complete;
    }

    private Void deliver(Publication publication, List<Subscription> batch) {
        for (Subscription subscription : batch) {
            loops.carryOut(subscription.getClientId(), "deliver", () -> deliver(publication, subscription));
        }
        return null;
    }

    private Void deliver(Publication publication, Subscription subscription) {
        ReliableSession session = sessions.retrieve(subscription.getClientId());
        if (session != null) {
            MqttQoS most = subscription.option().qos();
            ByteBuf payload = Unpooled.wrappedBuffer(publication.payload());
            session.deliver(new SessionRegistry.PublishedMessage(
                    publication.topic(),
                    publication.qos().value() < most.value() ? publication.qos() : most,
                    payload,
                    publication.retained() && subscription.option().isRetainAsPublished(),
                    publication.expiry(),
                    properties(publication, subscription)));
        }
        return null;
    }

    private static MqttProperty<?>[] properties(Publication publication, Subscription subscription) {
        List<MqttProperty<?>> properties = new ArrayList<>();
        for (MqttProperty<?> property : publication.properties().listAll()) {
            if (property.propertyId() != SUBSCRIPTION_IDENTIFIER) {
                properties.add(property);
            }
        }
        if (subscription.hasSubscriptionIdentifier()) {
            properties.add(new IntegerProperty(
                    SUBSCRIPTION_IDENTIFIER,
                    subscription.getSubscriptionIdentifier().value()));
        }
        return properties.toArray(MqttProperty<?>[]::new);
    }
}
