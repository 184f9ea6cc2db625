package dev.tr50.broker;

import java.util.HashSet;
import java.util.Set;

/** One connection's part in the QoS 2 exchanges that its client began. Used on its event loop only. */
final class ExactlyOnce {

    private static final byte RECEIVE_MAXIMUM_EXCEEDED = (byte) 0x93;
    private static final byte PACKET_ID_NOT_FOUND = (byte) 0x92;

    private final ClientConnection connection;
    private final Set<Integer> forwarded = new HashSet<>();

    ExactlyOnce(ClientConnection connection) {
        this.connection = connection;
    }

    /** Whether a PUBLISH is to be acted upon; a repeated one is acknowledged here and now. */
    boolean begins(int packetId) {
        switch (connection.session().arrives(packetId)) {
            case FIRST -> {
                return true;
            }
            case REPEATED -> connection.send(Packets.pubRec(packetId));
            default -> connection.close(RECEIVE_MAXIMUM_EXCEEDED, "too many unreleased messages at QoS 2");
        }
        return false;
    }

    /** Moquette has this one and will answer it with PUBREC. */
    void forward(int packetId) {
        forwarded.add(packetId);
    }

    /** Answers PUBREL, and tells whether Moquette is to hear of it because the message went there over this connection. */
    boolean release(int packetId) {
        boolean known = connection.session().isReleased(packetId);
        connection.send(Packets.pubComp(packetId, known ? (byte) 0 : PACKET_ID_NOT_FOUND));
        return forwarded.remove(packetId);
    }
}
