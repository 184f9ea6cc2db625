package dev.tr50.broker;

import java.util.concurrent.atomic.AtomicBoolean;

/** A PUBLISH under {@code thing/} on its way through the gateway. */
final class Publication implements TopicMessage {

    private final String topic;
    private final byte[] payload;
    private final int qos;
    private final int packetId;
    private final ClientSession session;
    private final AtomicBoolean acknowledged = new AtomicBoolean();
    private volatile ClientConnection sender;

    /** @param packetId 0 at QoS 0 */
    Publication(String topic, byte[] payload, int qos, int packetId, ClientConnection sender) {
        this.topic = topic;
        this.payload = payload;
        this.qos = qos;
        this.packetId = packetId;
        this.session = sender.session();
        this.sender = sender;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public byte[] payload() {
        return payload;
    }

    @Override
    public int qos() {
        return qos;
    }

    int packetId() {
        return packetId;
    }

    /** The client sent it once more, perhaps over a newer connection, which is where it waits for the acknowledgement. */
    void repeatedBy(ClientConnection again) {
        sender = again;
    }

    /** Nobody has taken it, so nobody will acknowledge it. */
    void withdraw() {
        session.publications().settle(this, false);
        session.release(packetId);
    }

    @Override
    public void acknowledge(Outcome outcome) {
        if (!acknowledged.compareAndSet(false, true) || qos == 0) {
            return;
        }
        session.publications().settle(this, outcome == Outcome.DONE);
        if (qos == 1) {
            sender.send(Packets.pubAck(packetId, outcome.reasonCode()));
            return;
        }
        if (outcome != Outcome.DONE && sender.level() == MqttLevel.MQTT_5) {
            // A PUBREC with such a code ends the exchange: no PUBREL follows [MQTT-4.3.3-9].
            session.release(packetId);
        }
        sender.send(Packets.pubRec(packetId, outcome.reasonCode()));
    }
}
