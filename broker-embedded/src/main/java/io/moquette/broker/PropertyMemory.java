package io.moquette.broker;

import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import java.util.Collection;

/** What the properties of a kept message take in memory: far more than on the wire, where a pair of empty texts has five bytes. */
final class PropertyMemory {

    /** Of a property, or of a pair of texts, beside what they hold. */
    private static final int OVERHEAD = 100;

    private PropertyMemory() {}

    /** Roughly, in bytes. */
    static long of(MqttProperty<?>... properties) {
        long bytes = 0;
        for (MqttProperty<?> property : properties) {
            bytes += OVERHEAD + ofValue(property.value());
        }
        return bytes;
    }

    private static long ofValue(Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().mapToLong(PropertyMemory::ofValue).sum();
        }
        if (value instanceof StringPair pair) {
            return OVERHEAD + pair.key.length() + pair.value.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return value instanceof String text ? text.length() : 0;
    }
}
