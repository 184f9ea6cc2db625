package dev.tr50.broker;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the connections of a broker. One that sends CONNECT needs a place. Those that have none, because they have not got so
 * far or because there is none left for them, may be so many more that each can still be told.
 */
final class Places {

    private static final int STANDING = 1000;

    private final int places;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();

    Places(int places) {
        this.places = places;
    }

    /** Counts a connection until it closes; false when there are so many that it must be closed at once. */
    boolean enter(Channel channel) {
        open.incrementAndGet();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        return open.get() <= places + STANDING;
    }

    /** Gives the connection a place until it closes; false when there is none. */
    boolean take(Channel channel) {
        if (taken.incrementAndGet() > places) {
            taken.decrementAndGet();
            return false;
        }
        channel.closeFuture().addListener(closed -> taken.decrementAndGet());
        return true;
    }
}
