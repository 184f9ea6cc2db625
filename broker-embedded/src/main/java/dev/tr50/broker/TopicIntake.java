package dev.tr50.broker;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttPublishMessage;

/** Takes what a client publishes under {@code thing/} out of its stream and hands each message to the listener once. */
final class TopicIntake {

    private final BrokerCore core;
    private final ClientConnection connection;
    private final ExactlyOnce exactlyOnce;

    TopicIntake(BrokerCore core, ClientConnection connection, ExactlyOnce exactlyOnce) {
        this.core = core;
        this.connection = connection;
        this.exactlyOnce = exactlyOnce;
    }

    void take(MqttPublishMessage publish) {
        Publication message = new Publication(
                publish.variableHeader().topicName(),
                ByteBufUtil.getBytes(publish.payload()),
                publish.fixedHeader().qosLevel().value(),
                publish.variableHeader().packetId(),
                connection);
        boolean isFirst = switch (publish.fixedHeader().qosLevel()) {
            case AT_MOST_ONCE -> true;
            case AT_LEAST_ONCE -> isFirst(message, publish.fixedHeader().isDup());
            default -> begins(message);
        };
        if (isFirst) {
            handOn(message);
        }
    }

    /** A message that the listener fails over may come again as if for the first time. */
    private void handOn(Publication message) {
        try {
            core.commands().published(connection, message);
        } catch (RuntimeException | Error failure) {
            message.withdraw();
            throw failure;
        }
    }

    private boolean isFirst(Publication message, boolean dup) {
        Publications.Arrival arrival = connection.session().publications().arrivesAtLeastOnce(message, dup, connection);
        if (arrival == Publications.Arrival.DONE) {
            connection.send(Packets.pubAck(message.packetId()));
        }
        return arrival == Publications.Arrival.FIRST;
    }

    /** A repeated one is acknowledged at once only when it is not under way any more. */
    private boolean begins(Publication message) {
        Publications publications = connection.session().publications();
        if (publications.isUnderWay(message.packetId(), connection) || !exactlyOnce.begins(message.packetId())) {
            return false;
        }
        publications.begin(message);
        return true;
    }
}
