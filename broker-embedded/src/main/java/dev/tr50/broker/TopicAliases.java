package dev.tr50.broker;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;

/** The numbers that an MQTT 5 client gave to topics, valid for one connection. Used on its event loop only. */
final class TopicAliases {

    /** How many topics a client may number; it is told. */
    static final int MAXIMUM = 32;

    private static final int TOPIC_ALIAS = MqttPropertyType.TOPIC_ALIAS.value();

    private final TopicRules rules;
    private String[] topics;

    TopicAliases(TopicRules rules) {
        this.rules = rules;
    }

    /**
     * The message under its topic's name, learning the number if one comes with it.
     *
     * @throws Violation where the number is out of range or stands for nothing
     */
    MqttPublishMessage resolve(MqttPublishMessage publish) {
        MqttProperty<?> property = publish.variableHeader().properties().getProperty(TOPIC_ALIAS);
        String topic = publish.variableHeader().topicName();
        if (property != null) {
            return named(publish, topicOf((Integer) property.value(), topic));
        }
        if (topic.isEmpty()) {
            throw Violation.protocolError("neither a topic nor an alias");
        }
        return publish;
    }

    private String topicOf(int alias, String topic) {
        if (alias < 1 || alias > MAXIMUM) {
            throw Violation.of(ReasonCode.TOPIC_ALIAS_INVALID, "topic alias " + alias + " of " + MAXIMUM);
        }
        if (topic.isEmpty()) {
            return known(alias);
        }
        if (rules.isName(topic)) {
            learn(alias, topic);
        }
        return topic;
    }

    private String known(int alias) {
        String topic = topics == null ? null : topics[alias - 1];
        if (topic == null) {
            throw Violation.protocolError("topic alias " + alias + " stands for nothing yet");
        }
        return topic;
    }

    private void learn(int alias, String topic) {
        if (topics == null) {
            topics = new String[MAXIMUM];
        }
        topics[alias - 1] = topic;
    }

    /** Without the alias, which is between the client and this broker. */
    private static MqttPublishMessage named(MqttPublishMessage publish, String topic) {
        MqttPublishVariableHeader header = publish.variableHeader();
        MqttProperties properties = new MqttProperties();
        for (MqttProperty<?> property : header.properties().listAll()) {
            if (property.propertyId() != TOPIC_ALIAS) {
                properties.add(property);
            }
        }
        return new MqttPublishMessage(
                publish.fixedHeader(),
                new MqttPublishVariableHeader(topic, header.packetId(), properties),
                publish.payload());
    }
}
