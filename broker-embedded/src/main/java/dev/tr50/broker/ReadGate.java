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

    /** At once on the event loop, and soon on other threads. */
    void shut(Reason reason) {
        reasons.getAndUpdate(set -> set | bit(reason));
        if (channel.eventLoop().inEventLoop()) {
            follow();
        } else {
            channel.eventLoop().execute(this::follow);
        }
    }

    /** Reads again from the event loop's next turn on, so that no packet is handled inside another's handling. */
    void open(Reason reason) {
        int before = reasons.getAndUpdate(set -> set & ~bit(reason));
        if (before == bit(reason)) {
            channel.eventLoop().execute(this::follow);
        }
    }

    boolean isOpen() {
        return reasons.get() == 0;
    }

    /** On one thread alone: of two that switch at the same time, the one whose reason is gone might be the last. */
    private void follow() {
        channel.config().setAutoRead(isOpen());
    }

    private static int bit(Reason reason) {
        return 1 << reason.ordinal();
    }
}
