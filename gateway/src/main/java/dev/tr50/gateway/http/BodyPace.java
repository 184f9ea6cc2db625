package dev.tr50.gateway.http;

import dev.tr50.protocol.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Ends requests whose body comes so slowly that it is no body but a way to keep a connection: in the time in which an idle connection
 * would be closed, some bytes have to arrive, or the rest of the body. Time in which the gateway itself does not read counts for nothing.
 */
final class BodyPace {
    /** In two minutes a device that sends 1 KiB a second sends seven times as much. */
    static final int LEAST = 16 * 1024;

    private final Duration window;

    /** @param window the time in which at least {@value #LEAST} bytes have to arrive */
    BodyPace(Duration window) {
        this.window = window;
    }

    /** Watches the body of a request, if it has one, until the request is answered. */
    void watch(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (RequestBody.declaredLength(request) != 0) {
            Watch watch = new Watch(request);
            long timer = ctx.vertx().setPeriodic(window.toMillis(), tick -> watch.look());
            ctx.addEndHandler(answered -> ctx.vertx().cancelTimer(timer));
        }
        ctx.next();
    }

    private final class Watch {
        private final HttpServerRequest request;
        private long seen;

        Watch(HttpServerRequest request) {
            this.request = request;
        }

        void look() {
            long arrived = request.bytesRead() - seen;
            seen += arrived;
            if (arrived < LEAST && !request.isEnded() && isRead()) {
                ErrorPages.refuseAndClose(
                        request,
                        408,
                        ErrorCode.TIMED_OUT,
                        "The body comes too slowly, less than " + LEAST + " bytes in " + window.toSeconds() + " s");
            }
        }

        private boolean isRead() {
            return ((ConnectionBase) request.connection()).channel().config().isAutoRead();
        }
    }
}
