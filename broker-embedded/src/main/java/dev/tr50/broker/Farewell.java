package dev.tr50.broker;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.util.OptionalLong;

/** What a DISCONNECT says. */
final class Farewell {

    private Farewell() {}

    /** Whether it has a reason code other than that of a client that goes because it wants to. */
    static boolean givesReason(MqttMessage disconnect) {
        return disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && header.reasonCode() != 0;
    }

    /** How long the session is to last from now on, in seconds, where the client changes its mind about that. */
    static OptionalLong sessionExpiry(MqttMessage disconnect) {
        if (disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            MqttProperty<?> expiry = header.properties().getProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value());
            if (expiry != null) {
                return OptionalLong.of(Integer.toUnsignedLong((Integer) expiry.value()));
            }
        }
        return OptionalLong.empty();
    }
}
