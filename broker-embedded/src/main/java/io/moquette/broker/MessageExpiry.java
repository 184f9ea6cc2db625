package io.moquette.broker;

import io.moquette.broker.SessionRegistry.PublishedMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.time.Duration;
import java.time.Instant;

/** Until when a message is good. Its property counts seconds without a sign, which Moquette overlooks. */
final class MessageExpiry {

    private static final int EXPIRY = MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value();

    private MessageExpiry() {}

    /** Of a message that came in now; {@link Instant#MAX} where it is good for ever. */
    static Instant of(MqttProperties properties) {
        return of(properties.getProperty(EXPIRY));
    }

    /** The same of a list of properties. */
    static Instant of(MqttProperty<?>[] properties) {
        for (MqttProperty<?> property : properties) {
            if (property.propertyId() == EXPIRY) {
                return of(property);
            }
        }
        return Instant.MAX;
    }

    private static Instant of(MqttProperty<?> property) {
        return property == null
                ? Instant.MAX
                : Instant.now().plusSeconds(Integer.toUnsignedLong((Integer) property.value()));
    }

    /** The properties to send a message with: what is left of its time, 0 where it is over [MQTT-3.3.2-6]. */
    static MqttProperties current(PublishedMessage message) {
        MqttProperties properties = new MqttProperties();
        for (MqttProperty<?> property : message.getMqttProperties()) {
            properties.add(property.propertyId() == EXPIRY ? left(message) : property);
        }
        return properties;
    }

    private static IntegerProperty left(PublishedMessage message) {
        long millis =
                Duration.between(Instant.now(), message.getMessageExpiry()).toMillis();
        long seconds = Math.round(Math.max(0, millis) / 1000.0);
        return new IntegerProperty(EXPIRY, (int) seconds);
    }
}
