package io.moquette.broker;

import io.moquette.broker.ISessionsRepository.Will;
import io.moquette.broker.ISessionsRepository.WillOptions;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Wills, from CONNECT to the message. */
final class Wills {

    private Wills() {}

    static Optional<Will> of(MqttConnectMessage connect) {
        var header = connect.variableHeader();
        if (!header.isWillFlag()) {
            return Optional.empty();
        }
        MqttProperties properties = connect.payload().willProperties();
        Integer delay = value(properties, MqttPropertyType.WILL_DELAY_INTERVAL);
        Will plain = new Will(
                connect.payload().willTopic(),
                connect.payload().willMessageInBytes(),
                MqttQoS.valueOf(header.willQos()),
                header.isWillRetain(),
                delay == null ? 0 : delay);
        return Optional.of(new Will(plain, options(properties)));
    }

    private static WillOptions options(MqttProperties properties) {
        WillOptions options = WillOptions.empty();
        Integer expiry = value(properties, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL);
        if (expiry != null) {
            options = options.withMessageExpiry(Duration.ofSeconds(Integer.toUnsignedLong(expiry)));
        }
        Map<String, String> user = new LinkedHashMap<>();
        for (MqttProperty<?> property : properties.getProperties(MqttPropertyType.USER_PROPERTY.value())) {
            MqttProperties.StringPair pair = (MqttProperties.StringPair) property.value();
            user.put(pair.key, pair.value);
        }
        return user.isEmpty() ? options : options.withUserProperties(user);
    }

    @SuppressWarnings("unchecked")
    private static <T> T value(MqttProperties properties, MqttPropertyType type) {
        MqttProperty<?> property = properties.getProperty(type.value());
        return property == null ? null : (T) property.value();
    }

    static MqttPublishMessage message(Will will) {
        MqttProperties properties = new MqttProperties();
        will.properties
                .userProperties()
                .ifPresent(pairs ->
                        pairs.forEach((key, value) -> properties.add(new MqttProperties.UserProperty(key, value))));
        return MqttMessageBuilders.publish()
                .topicName(will.topic)
                .qos(will.qos)
                .retained(will.retained)
                .properties(properties)
                .payload(Unpooled.wrappedBuffer(will.payload))
                .build();
    }
}
