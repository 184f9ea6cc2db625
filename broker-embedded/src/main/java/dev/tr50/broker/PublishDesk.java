package dev.tr50.broker;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.Optional;

/**
 * Sorts what one client publishes: commands and what is about things go to the listener, ordinary messages on to Moquette
 * in the group's namespace, the rest is refused. Used on the connection's event loop only.
 */
final class PublishDesk {

    private final BrokerCore core;
    private final ClientConnection connection;
    private final GroupNamespace namespace;
    private final ExactlyOnce exactlyOnce;
    private final CommandIntake commands;
    private final TopicIntake topics;
    private final TopicAliases aliases;

    PublishDesk(BrokerCore core, ClientConnection connection, GroupNamespace namespace, ExactlyOnce exactlyOnce) {
        this.core = core;
        this.connection = connection;
        this.namespace = namespace;
        this.exactlyOnce = exactlyOnce;
        this.commands = new CommandIntake(core, connection, exactlyOnce);
        this.topics = new TopicIntake(core, connection, exactlyOnce);
        this.aliases = new TopicAliases(core.topicRules());
    }

    /**
     * Returns what is left for Moquette to do.
     *
     * @throws Violation when the connection is to be closed
     */
    Optional<MqttMessage> publish(MqttPublishMessage publish) {
        boolean handedOn = false;
        try {
            MqttPublishMessage named = aliases.resolve(publish);
            handedOn = isToBeRouted(named);
            return handedOn ? Optional.of(inner(named)) : Optional.empty();
        } finally {
            if (!handedOn) {
                publish.release();
            }
        }
    }

    private boolean isToBeRouted(MqttPublishMessage publish) {
        String topic = publish.variableHeader().topicName();
        if (isRepeatedForNothing(publish)) {
            throw Violation.malformed("a repeated message at QoS 0");
        }
        if (TopicRules.isCommandTopic(topic)) {
            commands.take(publish);
        } else if (!core.topicRules().isName(topic)) {
            throw Violation.protocolError("invalid topic name");
        } else if (TopicRules.isServerTopic(topic)) {
            topics.take(publish);
        } else if (TopicRules.isReservedName(topic)) {
            commands.acknowledge(publish, ReasonCode.NOT_AUTHORIZED);
        } else {
            return publish.fixedHeader().qosLevel() != MqttQoS.EXACTLY_ONCE
                    || exactlyOnce.begins(publish.variableHeader().packetId());
        }
        return false;
    }

    /** [MQTT-3.3.1-2]; MQTT 3.1 does not say so. */
    private boolean isRepeatedForNothing(MqttPublishMessage publish) {
        MqttFixedHeader header = publish.fixedHeader();
        return header.isDup() && header.qosLevel() == MqttQoS.AT_MOST_ONCE && connection.level() != MqttLevel.MQTT_3_1;
    }

    private MqttPublishMessage inner(MqttPublishMessage publish) {
        String topic = namespace.inner(publish.variableHeader().topicName());
        return Packets.renamed(Packets.firstTime(publish), topic);
    }
}
