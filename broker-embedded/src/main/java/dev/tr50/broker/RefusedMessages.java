package dev.tr50.broker;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import java.util.HashSet;
import java.util.Set;

/**
 * Messages at QoS 2 that their client refused with its PUBREC, which ends the exchange [MQTT-4.3.3-4]. Inside of the
 * broker an exchange has but one end, so it is gone through there without the client. Used on the connection's event
 * loop only.
 */
final class RefusedMessages {

    private static final int REFUSAL = 0x80;

    private final Set<Integer> packetIds = new HashSet<>();

    /** To be called with each PUBREC of the client. */
    void received(MqttMessage pubRec) {
        if (pubRec.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
                && (header.reasonCode() & 0xFF) >= REFUSAL) {
            packetIds.add(header.messageId());
        }
    }

    /** Whether a packet for the client is a PUBREL that it does not expect; it is to be answered with PUBCOMP. */
    boolean concludes(MqttMessage packet) {
        return !packetIds.isEmpty()
                && packet.fixedHeader().messageType() == MqttMessageType.PUBREL
                && packetIds.remove(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
    }
}
