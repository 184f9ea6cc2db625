package io.moquette.broker;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.charset.StandardCharsets;

/** What an MQTT 5 client promises of a payload. */
final class PayloadFormat {

    /** The reason code for a payload that is not what it should be. */
    static final byte INVALID = (byte) 0x99;

    private PayloadFormat() {}

    /** Whether a payload that is announced as UTF-8 is. */
    static boolean isKept(MqttPublishMessage publish) {
        var indicator =
                publish.variableHeader().properties().getProperty(MqttPropertyType.PAYLOAD_FORMAT_INDICATOR.value());
        boolean text = indicator instanceof IntegerProperty format && format.value() == 1;
        return !text || ByteBufUtil.isText(publish.payload(), StandardCharsets.UTF_8);
    }
}
