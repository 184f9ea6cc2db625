package dev.tr50.broker;

import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What a broker has done since it started. To be read at any time from any thread; what was counted last may be missing. */
public final class BrokerCounts {

    /** What the broker has refused, dropped or ended because it was too much. */
    public enum Excess {
        /** Connections that found no place. */
        CONNECTIONS,
        /** Packets that were too long; each ended its connection. */
        PACKET_BYTES,
        /** Long packets that began when those of others had all the room there is; each ended its connection. */
        ARRIVING_BYTES,
        /** Subscriptions of one session. */
        FILTERS,
        /** Ordinary messages that a session had no room for. */
        QUEUED_MESSAGES,
        /** Retained messages that their group had no room for. */
        RETAINED_MESSAGES,
        /** Sessions of one user without a connection. */
        AWAY_SESSIONS,
        /** Clients that acknowledged no replies; each lost its connection. */
        UNACKNOWLEDGED_REPLIES,
        /** Work that a session, or the thread of its sessions, had no room for. */
        SESSION_COMMANDS
    }

    private static final int TYPES = MqttMessageType.values().length + 1;

    /** Of one door. */
    private static final class Passage {
        private final LongAdder opened = new LongAdder();
        private final LongAdder closed = new LongAdder();
        private final LongAdder bytesIn = new LongAdder();
        private final LongAdder bytesOut = new LongAdder();
    }

    private final Passage[] passages =
            Stream.generate(Passage::new).limit(Door.values().length).toArray(Passage[]::new);
    private final LongAdder[] packetsIn = adders(TYPES);
    private final LongAdder[] packetsOut = adders(TYPES);
    private final LongAdder[] excesses = adders(Excess.values().length);
    private final LongAdder refusedLogins = new LongAdder();
    private final LongAdder closedForCause = new LongAdder();

    BrokerCounts() {}

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }

    /** Connections that are open now. */
    public long openConnections(Door door) {
        Passage passage = passages[door.ordinal()];
        return Math.max(0, passage.opened.sum() - passage.closed.sum());
    }

    /** Connections that were ever opened. */
    public long connections(Door door) {
        return passages[door.ordinal()].opened.sum();
    }

    /** Bytes that came in, as the network carried them. */
    public long bytesIn(Door door) {
        return passages[door.ordinal()].bytesIn.sum();
    }

    /** Bytes that were sent, as the network carries them. */
    public long bytesOut(Door door) {
        return passages[door.ordinal()].bytesOut.sum();
    }

    /** Packets that came in and could be read. */
    public long packetsIn(MqttMessageType type) {
        return packetsIn[type.value()].sum();
    }

    /** Packets that were sent. */
    public long packetsOut(MqttMessageType type) {
        return packetsOut[type.value()].sum();
    }

    /** How often something was too much. */
    public long excesses(Excess excess) {
        return excesses[excess.ordinal()].sum();
    }

    /** Clients that were turned away with a CONNACK, for whatever reason. */
    public long refusedLogins() {
        return refusedLogins.sum();
    }

    /** Connections that were closed because of what their clients did or failed to do. */
    public long closedForCause() {
        return closedForCause.sum();
    }

    void opened(Door door) {
        passages[door.ordinal()].opened.increment();
    }

    void closed(Door door) {
        passages[door.ordinal()].closed.increment();
    }

    void received(Door door, int bytes) {
        passages[door.ordinal()].bytesIn.add(bytes);
    }

    void sent(Door door, int bytes) {
        passages[door.ordinal()].bytesOut.add(bytes);
    }

    void packetReceived(MqttMessageType type) {
        packetsIn[type.value()].increment();
    }

    void packetSent(MqttMessageType type) {
        packetsOut[type.value()].increment();
    }

    void exceeded(Excess excess) {
        excesses[excess.ordinal()].increment();
    }

    void connectionClosedForCause() {
        closedForCause.increment();
    }

    void loginRefused() {
        refusedLogins.increment();
    }
}
