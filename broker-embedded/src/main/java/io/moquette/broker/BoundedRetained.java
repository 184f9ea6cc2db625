package io.moquette.broker;

import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Retained messages in memory, bounded in number and bytes: what does not fit is delivered but not retained. */
final class BoundedRetained implements IRetainedRepository {

    private final int maxMessages;
    private final long maxBytes;
    private final Map<Topic, RetainedMessage> messages = new HashMap<>();
    private long bytes;

    BoundedRetained(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    @Override
    public void retain(Topic topic, MqttPublishMessage publish) {
        retain(topic, publish, null);
    }

    @Override
    public synchronized void retain(Topic topic, MqttPublishMessage publish, Instant expiry) {
        cleanRetained(topic);
        byte[] payload = Utils.readBytesAndRewind(publish.payload());
        if (messages.size() < maxMessages && bytes + payload.length <= maxBytes) {
            bytes += payload.length;
            messages.put(topic, retained(topic, publish, payload, expiry));
        }
    }

    private static RetainedMessage retained(Topic topic, MqttPublishMessage publish, byte[] payload, Instant expiry) {
        var properties = publish.variableHeader().properties().listAll().toArray(new MqttProperties.MqttProperty<?>[0]);
        var qos = publish.fixedHeader().qosLevel();
        return expiry == null
                ? new RetainedMessage(topic, qos, payload, properties)
                : new RetainedMessage(topic, qos, payload, properties, expiry);
    }

    @Override
    public synchronized void cleanRetained(Topic topic) {
        RetainedMessage old = messages.remove(topic);
        if (old != null) {
            bytes -= old.getPayload().length;
        }
    }

    @Override
    public synchronized boolean isEmpty() {
        return messages.isEmpty();
    }

    @Override
    public synchronized Collection<RetainedMessage> retainedOnTopic(String filter) {
        Topic wanted = new Topic(filter);
        Instant now = Instant.now();
        return messages.values().stream()
                .filter(message -> message.getTopic().match(wanted))
                .filter(message -> message.getExpiryTime() == null || now.isBefore(message.getExpiryTime()))
                .map(message -> message.getExpiryTime() == null ? message : withTimeLeft(message, now))
                .toList();
    }

    /** Moquette would compute the time left the wrong way round; a message without an expiry it leaves alone. */
    private static RetainedMessage withTimeLeft(RetainedMessage message, Instant now) {
        int expiry = MqttProperties.MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value();
        int seconds =
                (int) Math.max(1, Duration.between(now, message.getExpiryTime()).toSeconds());
        MqttProperties.MqttProperty<?>[] properties = Arrays.stream(message.getMqttProperties())
                .map(property -> property.propertyId() == expiry
                        ? new MqttProperties.IntegerProperty(expiry, seconds)
                        : property)
                .toArray(MqttProperties.MqttProperty<?>[]::new);
        return new RetainedMessage(message.getTopic(), message.qosLevel(), message.getPayload(), properties);
    }

    @Override
    public synchronized Collection<RetainedMessage> listExpirable() {
        return List.copyOf(messages.values().stream()
                .filter(message -> message.getExpiryTime() != null)
                .toList());
    }
}
