package dev.tr50.gateway.http;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the connections of all HTTP ports together. */
final class OpenConnections {
    private static final Logger log = LoggerFactory.getLogger(OpenConnections.class);

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    OpenConnections(int most) {
        this.most = most;
    }

    /** Counts a connection until it closes, whoever has it by then; false when it is one too many and must be closed. */
    boolean enter(Channel channel, HttpCounts counts) {
        counts.opened();
        channel.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            counts.closed();
        });
        if (open.incrementAndGet() <= most) {
            return true;
        }
        counts.refused();
        log.warn("{} HTTP connections are open, no more are let in", most);
        return false;
    }
}
