package dev.tr50.broker;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.zip.CRC32C;

/** Takes the commands out of one connection's stream, acknowledges them and hands each to the listener once. */
final class CommandIntake {

    /** How many of the latest QoS 1 commands a repeated one is compared with; a power of two. */
    private static final int REMEMBERED = 64;

    private final BrokerCore core;
    private final ClientConnection connection;
    private final ExactlyOnce exactlyOnce;
    private final long[] latest = new long[REMEMBERED];
    private final CRC32C checksum = new CRC32C();

    CommandIntake(BrokerCore core, ClientConnection connection, ExactlyOnce exactlyOnce) {
        this.core = core;
        this.connection = connection;
        this.exactlyOnce = exactlyOnce;
    }

    void take(MqttPublishMessage publish) {
        String topic = publish.variableHeader().topicName();
        String replyTopic = TopicRules.replyTopic(topic);
        if (replyTopic == null) {
            acknowledge(publish, ReasonCode.TOPIC_NAME_INVALID);
            return;
        }
        byte[] payload = ByteBufUtil.getBytes(publish.payload());
        switch (publish.fixedHeader().qosLevel()) {
            case AT_MOST_ONCE -> deliver(publish, payload, routeOf(publish, replyTopic));
            case AT_LEAST_ONCE -> takeAtLeastOnce(publish, payload, replyTopic);
            default -> takeExactlyOnce(publish, payload, replyTopic);
        }
    }

    private void takeAtLeastOnce(MqttPublishMessage publish, byte[] payload, String replyTopic) {
        long mark = markOf(publish, payload);
        if (!isRepeated(publish, mark)) {
            deliverOnce(publish, payload, replyTopic, mark);
        }
        connection.send(Packets.pubAck(publish.variableHeader().packetId()));
    }

    private long markOf(MqttPublishMessage publish, byte[] payload) {
        checksum.reset();
        checksum.update(payload);
        long bytes = checksum.getValue() ^ publish.variableHeader().topicName().hashCode() & 0xFFFFFFFFL;
        return (long) publish.variableHeader().packetId() << Integer.SIZE | bytes;
    }

    /** Same packet id and same bytes over this connection, and the client says itself that it sends them again. */
    private boolean isRepeated(MqttPublishMessage publish, long mark) {
        int slot = publish.variableHeader().packetId() & REMEMBERED - 1;
        boolean repeated = publish.fixedHeader().isDup() && latest[slot] == mark;
        latest[slot] = mark;
        return repeated;
    }

    /** A session that outlives its connections knows what came over those before. */
    private void deliverOnce(MqttPublishMessage publish, byte[] payload, String replyTopic, long mark) {
        RememberedCommands commands = connection.session().commands();
        if (commands == null) {
            deliver(publish, payload, routeOf(publish, replyTopic));
        } else if (!publish.fixedHeader().isDup() || !commands.isKnown(mark, connection)) {
            ReplyRoute route = routeOf(publish, replyTopic);
            commands.begin(mark, route, connection);
            try {
                deliver(publish, payload, route);
            } catch (RuntimeException | Error failure) {
                commands.forget(route);
                throw failure;
            }
        }
    }

    private void takeExactlyOnce(MqttPublishMessage publish, byte[] payload, String replyTopic) {
        int packetId = publish.variableHeader().packetId();
        if (exactlyOnce.begins(packetId)) {
            try {
                deliver(publish, payload, routeOf(publish, replyTopic));
            } catch (RuntimeException | Error failure) {
                exactlyOnce.forget(packetId);
                throw failure;
            }
            connection.send(Packets.pubRec(packetId));
        }
    }

    private ReplyRoute routeOf(MqttPublishMessage publish, String replyTopic) {
        return connection.level() == MqttLevel.MQTT_5
                ? requestedRoute(publish, replyTopic)
                : new ReplyRoute(replyTopic, null);
    }

    private void deliver(MqttPublishMessage publish, byte[] payload, ReplyRoute route) {
        String topic = publish.variableHeader().topicName();
        int qos = publish.fixedHeader().qosLevel().value();
        core.commands().received(connection, new CommandMessage(topic, payload, qos, route));
    }

    private ReplyRoute requestedRoute(MqttPublishMessage publish, String replyTopic) {
        Object wanted = property(publish, MqttPropertyType.RESPONSE_TOPIC);
        byte[] correlation = (byte[]) property(publish, MqttPropertyType.CORRELATION_DATA);
        boolean granted = wanted instanceof String topic
                && core.topicRules().isName(topic)
                && TopicRules.firstLevel(topic).equals(TopicRules.firstLevel(replyTopic));
        return new ReplyRoute(granted ? (String) wanted : replyTopic, correlation);
    }

    private static Object property(MqttPublishMessage publish, MqttPropertyType type) {
        MqttProperty<?> property = publish.variableHeader().properties().getProperty(type.value());
        return property == null ? null : property.value();
    }

    /** Answers a PUBLISH that goes nowhere; MQTT 5 clients are told so. */
    void acknowledge(MqttPublishMessage publish, byte reason) {
        int packetId = publish.variableHeader().packetId();
        MqttMessage answer = switch (publish.fixedHeader().qosLevel()) {
            case AT_LEAST_ONCE -> Packets.pubAck(packetId, reason);
            case EXACTLY_ONCE -> refuseExactlyOnce(packetId, reason);
            default -> null;
        };
        if (answer != null) {
            connection.send(answer);
        }
    }

    /** Before MQTT 5 the exchange cannot be cut short, so it is gone through to its end. */
    private MqttMessage refuseExactlyOnce(int packetId, byte reason) {
        if (connection.level() != MqttLevel.MQTT_5) {
            connection.session().arrives(packetId);
        }
        return Packets.pubRec(packetId, reason);
    }
}
