package dev.tr50.broker;

/** One connection's part in the QoS 2 exchanges that its client began. Used on its event loop only. */
final class ExactlyOnce {

    private static final byte RECEIVE_MAXIMUM_EXCEEDED = (byte) 0x93;
    private static final byte PACKET_ID_NOT_FOUND = (byte) 0x92;

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
            default -> connection.close(RECEIVE_MAXIMUM_EXCEEDED, "too many unreleased messages at QoS 2");
        }
        return false;
    }

    /** Answers PUBREL. */
    void release(int packetId) {
        boolean known = connection.session().isReleased(packetId);
        connection.send(Packets.pubComp(packetId, known ? (byte) 0 : PACKET_ID_NOT_FOUND));
    }
}
