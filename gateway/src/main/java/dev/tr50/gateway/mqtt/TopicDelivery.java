package dev.tr50.gateway.mqtt;

import dev.tr50.broker.EmbeddedBroker;
import dev.tr50.gateway.topic.ChangeFeed;

/** Brings what happens to things to the subscribers of the embedded broker. */
public record TopicDelivery(EmbeddedBroker broker) implements ChangeFeed.Delivery {

    @Override
    public boolean isWanted(String groupId, String topic) {
        return broker.hasSubscribers(groupId, topic);
    }

    @Override
    public void publish(String groupId, String topic, byte[] payload) {
        broker.publish(groupId, topic, payload);
    }
}
