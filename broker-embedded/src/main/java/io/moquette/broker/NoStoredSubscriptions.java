package io.moquette.broker;

import io.moquette.broker.subscriptions.ShareName;
import io.moquette.broker.subscriptions.SharedSubscription;
import io.moquette.broker.subscriptions.Subscription;
import io.moquette.broker.subscriptions.SubscriptionIdentifier;
import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Stores nothing: subscriptions live as long as the process, in the directory that is asked when routing. */
final class NoStoredSubscriptions implements ISubscriptionsRepository {

    @Override
    public Set<Subscription> listAllSubscriptions() {
        return Set.of();
    }

    @Override
    public void addNewSubscription(Subscription subscription) {}

    @Override
    public void removeSubscription(String topic, String sessionId) {}

    @Override
    public void removeAllSharedSubscriptions(String sessionId) {}

    @Override
    public void removeSharedSubscription(String sessionId, ShareName share, Topic filter) {}

    @Override
    public void addNewSharedSubscription(
            String sessionId, ShareName share, Topic filter, MqttSubscriptionOption option) {}

    @Override
    public void addNewSharedSubscription(
            String sessionId,
            ShareName share,
            Topic filter,
            MqttSubscriptionOption option,
            SubscriptionIdentifier identifier) {}

    @Override
    public Collection<SharedSubscription> listAllSharedSubscription() {
        return List.of();
    }
}
