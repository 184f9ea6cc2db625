package io.moquette.broker;

import io.moquette.broker.subscriptions.Subscription;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayList;
import java.util.List;

/**
 * A session that is to get a message, once, whatever the number of its subscriptions that match.
 *
 * @param qos the highest that was granted to them [MQTT-3.3.4-2]
 * @param retainAsPublished whether one of them wants to know that a message was published to be retained
 * @param identifiers theirs, as far as they have any [MQTT-3.3.4-4]
 */
record Recipient(String sessionId, MqttQoS qos, boolean retainAsPublished, List<Integer> identifiers) {

    static Recipient of(Subscription subscription) {
        return new Recipient(
                subscription.getClientId(),
                subscription.option().qos(),
                subscription.option().isRetainAsPublished(),
                subscription.hasSubscriptionIdentifier()
                        ? List.of(subscription.getSubscriptionIdentifier().value())
                        : List.of());
    }

    Recipient and(Recipient other) {
        List<Integer> both = new ArrayList<>(identifiers);
        both.addAll(other.identifiers);
        return new Recipient(
                sessionId,
                qos.value() < other.qos.value() ? other.qos : qos,
                retainAsPublished || other.retainAsPublished,
                both);
    }
}
