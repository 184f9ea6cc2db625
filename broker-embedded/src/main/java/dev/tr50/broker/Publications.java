package dev.tr50.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** What a session published under {@code thing/}: each message is handed on once, however often its client sends it. */
final class Publications {

    /** How many of the latest QoS 1 messages a repeated one is compared with; a power of two. */
    private static final int REMEMBERED = 64;

    private final Map<Integer, Publication> underWay = new HashMap<>();
    private final Mark[] latest = new Mark[REMEMBERED];

    /** What is remembered of a message, whose payload may be large. */
    private record Mark(int packetId, String topic, int length, long checksum) {

        static Mark of(Publication message) {
            CRC32C checksum = new CRC32C();
            checksum.update(message.payload());
            return new Mark(message.packetId(), message.topic(), message.payload().length, checksum.getValue());
        }
    }

    /** What to do with a message. */
    enum Arrival {
        FIRST,
        /** It is under way and will be acknowledged when it is done. */
        UNDER_WAY,
        /** It is done, only its acknowledgement got lost. */
        DONE
    }

    /** @param dup whether the client says itself that it sends the message again */
    synchronized Arrival arrivesAtLeastOnce(Publication message, boolean dup, ClientConnection sender) {
        if (dup) {
            Mark mark = Mark.of(message);
            Publication before = underWay.get(message.packetId());
            if (before != null && Mark.of(before).equals(mark)) {
                before.repeatedBy(sender);
                return Arrival.UNDER_WAY;
            }
            if (mark.equals(latest[slot(message)])) {
                return Arrival.DONE;
            }
        }
        underWay.put(message.packetId(), message);
        return Arrival.FIRST;
    }

    /** Whether the message of that packet id is under way; its acknowledgement then goes to this sender. */
    synchronized boolean isUnderWay(int packetId, ClientConnection sender) {
        Publication before = underWay.get(packetId);
        if (before == null) {
            return false;
        }
        before.repeatedBy(sender);
        return true;
    }

    synchronized void begin(Publication message) {
        underWay.put(message.packetId(), message);
    }

    /** What failed may be tried again. */
    synchronized void settle(Publication message, boolean done) {
        underWay.remove(message.packetId(), message);
        if (done && message.qos() == 1) {
            latest[slot(message)] = Mark.of(message);
        }
    }

    private static int slot(Publication message) {
        return message.packetId() & REMEMBERED - 1;
    }
}
