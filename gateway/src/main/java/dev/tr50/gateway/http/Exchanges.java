package dev.tr50.gateway.http;

import dev.tr50.protocol.ErrorCode;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The requests that are being answered, so that a stop can wait for them. Used by many threads. */
final class Exchanges {
    private int running;
    private boolean accepting = true;

    /** Lets a request pass as long as the gateway does not stop. */
    void admit(RoutingContext ctx) {
        if (accepting()) {
            ctx.next();
        } else {
            refuse(ctx);
        }
    }

    /** Counts a request until it is answered. */
    void track(RoutingContext ctx) {
        if (begin()) {
            ctx.addEndHandler(ended -> end());
            ctx.next();
        } else {
            refuse(ctx);
        }
    }

    private static void refuse(RoutingContext ctx) {
        ErrorPages.refuse(ctx.request(), 503, ErrorCode.RATE_LIMITED, "The gateway is stopping");
    }

    synchronized boolean accepting() {
        return accepting;
    }

    synchronized int running() {
        return running;
    }

    synchronized void stopAccepting() {
        accepting = false;
    }

    /** Waits until nothing runs; false when the time is over first. */
    synchronized boolean awaitNone(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (running > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized boolean begin() {
        if (accepting) {
            running++;
        }
        return accepting;
    }

    private synchronized void end() {
        running--;
        notifyAll();
    }
}
