package io.moquette.broker;

import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The retained messages of one group. */
final class RetainedOfGroup {

    private static final int EXPIRY = MqttProperties.MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value();

    private final int maxMessages;
    private final long maxBytes;
    private final Map<String, RetainedMessage> messages = new HashMap<>();
    private long bytes;

    RetainedOfGroup(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /**
     * Returns false where there is no room for the message.
     *
     * @param expiry null for never
     */
    synchronized boolean retain(Topic topic, MqttPublishMessage publish, Instant expiry) {
        clean(topic.toString());
        RetainedMessage message = retained(topic, publish, Utils.readBytesAndRewind(publish.payload()), expiry);
        if (!hasRoomFor(message)) {
            cleanExpired();
        }
        boolean kept = hasRoomFor(message);
        if (kept) {
            bytes += size(message);
            messages.put(topic.toString(), message);
        }
        return kept;
    }

    private boolean hasRoomFor(RetainedMessage message) {
        return messages.size() < maxMessages && bytes + size(message) <= maxBytes;
    }

    private static long size(RetainedMessage message) {
        return message.getPayload().length + PropertyMemory.of(message.getMqttProperties());
    }

    private void cleanExpired() {
        Instant now = Instant.now();
        List<String> expired = messages.values().stream()
                .filter(message -> isExpired(message, now))
                .map(message -> message.getTopic().toString())
                .toList();
        expired.forEach(this::clean);
    }

    private static RetainedMessage retained(Topic topic, MqttPublishMessage publish, byte[] payload, Instant expiry) {
        var properties = publish.variableHeader().properties().listAll().toArray(new MqttProperties.MqttProperty<?>[0]);
        var qos = publish.fixedHeader().qosLevel();
        return expiry == null
                ? new RetainedMessage(topic, qos, payload, properties)
                : new RetainedMessage(topic, qos, payload, properties, expiry);
    }

    synchronized void clean(String topic) {
        RetainedMessage old = messages.remove(topic);
        if (old != null) {
            bytes -= size(old);
        }
    }

    synchronized boolean isEmpty() {
        return messages.isEmpty();
    }

    synchronized List<RetainedMessage> at(String topic) {
        return living(Stream.ofNullable(messages.get(topic)));
    }

    synchronized List<RetainedMessage> where(Predicate<String> topics) {
        return living(messages.values().stream()
                .filter(message -> topics.test(message.getTopic().toString())));
    }

    private static List<RetainedMessage> living(Stream<RetainedMessage> some) {
        Instant now = Instant.now();
        return some.filter(message -> !isExpired(message, now))
                .map(message -> message.getExpiryTime() == null ? message : withTimeLeft(message, now))
                .toList();
    }

    private static boolean isExpired(RetainedMessage message, Instant now) {
        return message.getExpiryTime() != null && !now.isBefore(message.getExpiryTime());
    }

    /** Moquette would compute the time left the wrong way round; a message without an expiry it leaves alone. */
    private static RetainedMessage withTimeLeft(RetainedMessage message, Instant now) {
        int seconds =
                (int) Math.max(1, Duration.between(now, message.getExpiryTime()).toSeconds());
        MqttProperties.MqttProperty<?>[] properties = Arrays.stream(message.getMqttProperties())
                .map(property -> property.propertyId() == EXPIRY
                        ? new MqttProperties.IntegerProperty(EXPIRY, seconds)
                        : property)
                .toArray(MqttProperties.MqttProperty<?>[]::new);
        return new RetainedMessage(message.getTopic(), message.qosLevel(), message.getPayload(), properties);
    }
}
