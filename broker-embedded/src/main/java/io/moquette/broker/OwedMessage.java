package io.moquette.broker;

import io.moquette.broker.SessionRegistry.PublishedMessage;

/**
 * A message that is lost when its connection ends before it is acknowledged: the next connection of the session does not get it
 * any more. Used by the session's loop only.
 */
final class OwedMessage extends PublishedMessage {
    private final Runnable lost;

    OwedMessage(PublishedMessage message, Runnable lost) {
        super(
                message.getTopic(),
                message.getPublishingQos(),
                message.getPayload(),
                message.retained,
                message.getMessageExpiry(),
                message.getMqttProperties());
        this.lost = lost;
    }

    void lost() {
        lost.run();
    }
}
