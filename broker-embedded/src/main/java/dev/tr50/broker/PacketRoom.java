package dev.tr50.broker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for packets of all clients that have begun to arrive. Each packet is bounded, and so are connections, but not the
 * two together: twenty thousand clients that send the first half of a long packet would hold twenty gigabytes.
 */
final class PacketRoom {

    /** What a connection may hold whatever the others do. */
    static final int FREE = 16 << 10;

    private static final int PART_OF_MEMORY = 8;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most bytes; those who have not logged in may have half of them */
    PacketRoom(long most) {
        this.most = most;
    }

    /** An eighth of the memory that the process may use, at least two packets of the largest kind and the same for strangers. */
    static PacketRoom ofThisProcess(int packetBytes) {
        return new PacketRoom(Math.max(Runtime.getRuntime().maxMemory() / PART_OF_MEMORY, 4L * packetBytes));
    }

    void change(long bytes) {
        held.addAndGet(bytes);
    }

    /** Whether there is too little for one who asks for more than {@link #FREE}. */
    boolean isFull(boolean stranger) {
        return held.get() > (stranger ? most / 2 : most);
    }

    long held() {
        return held.get();
    }
}
