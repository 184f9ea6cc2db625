package dev.tr50.gateway;

import dev.tr50.broker.BrokerLimits;
import dev.tr50.gateway.limit.MessageSize;
import dev.tr50.protocol.Limits;

/**
 * How much of everything clients may use.
 *
 * @param message what one TR50 message may measure
 * @param content what one TR50 message may hold and ask for
 * @param fileBytes largest file, in bytes
 * @param session what one MQTT session may hold
 * @param retained retained messages of all groups together
 */
public record GatewayLimits(
        MessageSize message,
        Limits content,
        long fileBytes,
        BrokerLimits.Session session,
        BrokerLimits.Retained retained) {

    /** Messages of 1 MiB, files of 16 GiB, everything else as each part says. */
    public static final GatewayLimits DEFAULT = new GatewayLimits(
            MessageSize.DEFAULT,
            Limits.DEFAULT,
            16L << 30,
            BrokerLimits.Session.DEFAULT,
            BrokerLimits.Retained.DEFAULT);

    /** The same with other limits of a message's measure. */
    public GatewayLimits withMessage(MessageSize newMessage) {
        return new GatewayLimits(newMessage, content, fileBytes, session, retained);
    }

    /** The same with other limits of a message's content. */
    public GatewayLimits withContent(Limits newContent) {
        return new GatewayLimits(message, newContent, fileBytes, session, retained);
    }

    /** What of it concerns the broker. */
    BrokerLimits broker() {
        return new BrokerLimits(BrokerLimits.Packet.DEFAULT.withPayloadBytes(message.bytes()), session, retained);
    }
}
