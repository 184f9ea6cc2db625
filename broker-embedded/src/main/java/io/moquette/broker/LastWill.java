package io.moquette.broker;

import io.moquette.broker.ISessionsRepository.Will;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;

/**
 * A will as its client gave it; Moquette's keeps neither all of its properties nor their order.
 *
 * @param properties those of the message
 * @param delaySeconds how long after the connection it is to be published, if the client does not come back
 */
record LastWill(
        String topic, MqttQoS qos, boolean retained, byte[] payload, MqttProperties properties, long delaySeconds) {

    /** Null where CONNECT has none. */
    static LastWill of(MqttConnectMessage connect) {
        var header = connect.variableHeader();
        if (!header.isWillFlag()) {
            return null;
        }
        MqttProperties given = connect.payload().willProperties();
        MqttProperty<?> delay = given.getProperty(MqttPropertyType.WILL_DELAY_INTERVAL.value());
        return new LastWill(
                connect.payload().willTopic(),
                MqttQoS.valueOf(header.willQos()),
                header.isWillRetain(),
                connect.payload().willMessageInBytes(),
                withoutDelay(given),
                delay == null ? 0 : Integer.toUnsignedLong((Integer) delay.value()));
    }

    private static MqttProperties withoutDelay(MqttProperties given) {
        MqttProperties properties = new MqttProperties();
        for (MqttProperty<?> property : given.listAll()) {
            if (property.propertyId() != MqttPropertyType.WILL_DELAY_INTERVAL.value()) {
                properties.add(property);
            }
        }
        return properties;
    }

    /** What Moquette needs to know: that there is one. */
    Will mark() {
        return new Will(topic, payload, qos, retained, 0);
    }

    MqttPublishMessage message() {
        return MqttMessageBuilders.publish()
                .topicName(topic)
                .qos(qos)
                .retained(retained)
                .properties(properties)
                .payload(Unpooled.wrappedBuffer(payload))
                .build();
    }
}
