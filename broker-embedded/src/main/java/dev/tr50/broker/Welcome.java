package dev.tr50.broker;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;

/** The CONNACK as the client gets it: Moquette's speaks of its own names and limits. */
record Welcome(ConnectRequest request, BrokerLimits limits, int maxExpirySeconds) {

    MqttMessage connAck(MqttConnAckMessage inner) {
        MqttConnectReturnCode code = inner.variableHeader().connectReturnCode();
        // MQTT 3.1 has no such flag, and a client of that time takes the byte for a reserved one.
        boolean present = inner.variableHeader().isSessionPresent() && request.level() != MqttLevel.MQTT_3_1;
        boolean accepted = code == MqttConnectReturnCode.CONNECTION_ACCEPTED;
        MqttProperties properties = accepted ? properties() : MqttProperties.NO_PROPERTIES;
        return new MqttConnAckMessage(inner.fixedHeader(), new MqttConnAckVariableHeader(code, present, properties));
    }

    private MqttProperties properties() {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(
                MqttPropertyType.MAXIMUM_PACKET_SIZE.value(), limits.packet().packetBytes()));
        properties.add(new IntegerProperty(MqttPropertyType.RECEIVE_MAXIMUM.value(), ClientSession.MAX_EXACTLY_ONCE));
        properties.add(new IntegerProperty(MqttPropertyType.TOPIC_ALIAS_MAXIMUM.value(), TopicAliases.MAXIMUM));
        if (request.isIdAssigned()) {
            properties.add(new StringProperty(MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER.value(), request.clientId()));
        }
        if (request.isExpiryShortened(maxExpirySeconds)) {
            properties.add(new IntegerProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), maxExpirySeconds));
        }
        if (request.asksForResponseInformation()) {
            properties.add(new StringProperty(MqttPropertyType.RESPONSE_INFORMATION.value(), "reply/"));
        }
        return properties;
    }
}
