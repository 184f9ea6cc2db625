package dev.tr50.broker;

/** One connection's part in the QoS 2 exchanges that its client began. Used on its event loop only. */
final class ExactlyOnce {

    private final ClientConnection connection;

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
            default -> connection.close(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "too many unreleased messages at QoS 2");
        }
        return false;
    }

    /** Of a message that was not acted upon: it may come again as if for the first time. */
    void forget(int packetId) {
        connection.session().release(packetId);
    }

    /** Answers PUBREL. */
    void release(int packetId) {
        boolean known = connection.session().release(packetId);
        connection.send(Packets.pubComp(packetId, known ? (byte) 0 : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
    }
}
