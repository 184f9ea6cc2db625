package dev.tr50.broker;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a connection's packets in as long as nobody has a reason against it. */
final class ReadGate {

    /** Why a connection is not read. */
    enum Reason {
        NOT_ADMITTED,
        LISTENER,
        ROUTING
    }

    private final Channel channel;
    private final AtomicInteger reasons = new AtomicInteger();

    ReadGate(Channel channel) {
        this.channel = channel;
    }

    void shut(Reason reason) {
        reasons.getAndUpdate(set -> set | bit(reason));
        channel.config().setAutoRead(false);
    }

    /** Reads again from the event loop's next turn on, so that no packet is handled inside another's handling. */
    void open(Reason reason) {
        int before = reasons.getAndUpdate(set -> set & ~bit(reason));
        if (before == bit(reason)) {
            channel.eventLoop().execute(this::readIfOpen);
        }
    }

    boolean isOpen() {
        return reasons.get() == 0;
    }

    /** A reason may turn up on another thread between the look and the switch: look again. */
    private void readIfOpen() {
        channel.config().setAutoRead(isOpen());
        if (!isOpen()) {
            channel.config().setAutoRead(false);
        }
    }

    private static int bit(Reason reason) {
        return 1 << reason.ordinal();
    }
}
