package dev.tr50.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;

/** The packets that the broker makes itself. Reason codes and properties are left out for versions before 5. */
final class Packets {

    private static final MqttFixedHeader PUBACK = header(MqttMessageType.PUBACK);
    private static final MqttFixedHeader PUBREC = header(MqttMessageType.PUBREC);
    private static final MqttFixedHeader PUBCOMP = header(MqttMessageType.PUBCOMP);
    private static final MqttFixedHeader SUBACK = header(MqttMessageType.SUBACK);
    private static final MqttFixedHeader UNSUBACK = header(MqttMessageType.UNSUBACK);
    private static final MqttFixedHeader PUBLISH = header(MqttMessageType.PUBLISH);

    private Packets() {}

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    static MqttMessage pubAck(int packetId) {
        return new MqttPubAckMessage(PUBACK, MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage pubAck(int packetId, byte reason) {
        return new MqttPubAckMessage(PUBACK, reasoned(packetId, reason));
    }

    static MqttMessage pubRec(int packetId) {
        return new MqttMessage(PUBREC, MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage pubRec(int packetId, byte reason) {
        return new MqttMessage(PUBREC, reasoned(packetId, reason));
    }

    static MqttMessage pubComp(int packetId, byte reason) {
        return new MqttMessage(PUBCOMP, reasoned(packetId, reason));
    }

    private static MqttPubReplyMessageVariableHeader reasoned(int packetId, byte reason) {
        return new MqttPubReplyMessageVariableHeader(packetId, reason, MqttProperties.NO_PROPERTIES);
    }

    static MqttMessage subAck(int packetId, List<Integer> codes) {
        return new MqttSubAckMessage(SUBACK, MqttMessageIdVariableHeader.from(packetId), new MqttSubAckPayload(codes));
    }

    static MqttMessage unsubAck(int packetId, List<Short> codes) {
        return new MqttUnsubAckMessage(
                UNSUBACK, MqttMessageIdVariableHeader.from(packetId), new MqttUnsubAckPayload(codes));
    }

    static MqttPublishMessage publish(String topic, byte[] payload, MqttProperties properties) {
        return new MqttPublishMessage(
                PUBLISH, new MqttPublishVariableHeader(topic, 0, properties), Unpooled.wrappedBuffer(payload));
    }

    /**
     * What a message comes with.
     *
     * @param correlationData null for none
     */
    static MqttProperties properties(byte[] correlationData, int... subscriptionIdentifiers) {
        if (correlationData == null && subscriptionIdentifiers.length == 0) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        if (correlationData != null) {
            properties.add(new BinaryProperty(MqttPropertyType.CORRELATION_DATA.value(), correlationData));
        }
        for (int identifier : subscriptionIdentifiers) {
            properties.add(new IntegerProperty(MqttPropertyType.SUBSCRIPTION_IDENTIFIER.value(), identifier));
        }
        return properties;
    }

    /** The same message on another topic. */
    static MqttPublishMessage renamed(MqttPublishMessage publish, String topic) {
        MqttPublishVariableHeader header = publish.variableHeader();
        return new MqttPublishMessage(
                publish.fixedHeader(),
                new MqttPublishVariableHeader(topic, header.packetId(), header.properties()),
                publish.payload());
    }

    /** The same message, as if it were not sent again. */
    static MqttPublishMessage firstTime(MqttPublishMessage publish) {
        MqttFixedHeader header = publish.fixedHeader();
        if (!header.isDup()) {
            return publish;
        }
        MqttFixedHeader first =
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, header.qosLevel(), header.isRetain(), 0);
        return new MqttPublishMessage(first, publish.variableHeader(), publish.payload());
    }

    static MqttConnAckMessage refusal(MqttConnectReturnCode code, String reason) {
        return MqttMessageBuilders.connAck()
                .returnCode(code)
                .sessionPresent(false)
                .properties(reasonString(reason))
                .build();
    }

    /** In bytes: the encoder has not seen the CONNECT and does not know that the client speaks MQTT 5. */
    static ByteBuf refusalOfUnreadable(byte reason) {
        return Unpooled.wrappedBuffer(new byte[] {0x20, 3, 0, reason, 0});
    }

    static MqttMessage disconnect(byte code, String reason) {
        return MqttMessageBuilders.disconnect()
                .reasonCode(code)
                .properties(reasonString(reason))
                .build();
    }

    private static MqttProperties reasonString(String reason) {
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttPropertyType.REASON_STRING.value(), reason));
        return properties;
    }
}
