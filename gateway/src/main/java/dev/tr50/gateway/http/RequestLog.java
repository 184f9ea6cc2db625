package dev.tr50.gateway.http;

import dev.tr50.gateway.logline.Printable;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each HTTP request at DEBUG. By its route, not by its path, which may be a ticket for a file. */
public final class RequestLog implements HttpObserver {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final double NANOS_IN_MILLI = 1e6;

    @Override
    public void answered(String route, HttpMethod method, int status, long nanos, SocketAddress from) {
        if (LOG.isDebugEnabled()) {
            LOG.atDebug()
                    .addKeyValue("from", from)
                    .addKeyValue("route", route == null ? "none" : route)
                    .addKeyValue("method", Printable.of(method.name()))
                    .addKeyValue("status", status)
                    .addKeyValue("durationMs", Math.round(nanos / NANOS_IN_MILLI * 1000) / 1000.0)
                    .log("HTTP request");
        }
    }
}
