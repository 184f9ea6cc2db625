package dev.tr50.gateway.metrics;

import dev.tr50.gateway.http.HttpObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts HTTP requests by route, method and kind of status, and times them by route. Paths never become labels, only their patterns. */
public final class HttpMetrics implements HttpObserver {
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS,
            HttpMethod.PATCH);

    private record Kind(String route, String method, String status) {}

    private record Series(Counter count, Timer latency) {}

    private final MeterRegistry registry;
    private final Map<Kind, Series> kinds = new ConcurrentHashMap<>();

    public HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(String route, HttpMethod method, int status, long nanos, SocketAddress from) {
        Kind kind = new Kind(
                route == null ? "none" : route,
                METHODS.contains(method) ? method.name() : "other",
                Character.forDigit(status / 100, 10) + "xx");
        Series series = kinds.computeIfAbsent(kind, this::series);
        series.count().increment();
        series.latency().record(nanos, TimeUnit.NANOSECONDS);
    }

    private Series series(Kind kind) {
        Counter count = Counter.builder("tr50.http.requests")
                .description("HTTP requests that were answered")
                .tag("route", kind.route())
                .tag("method", kind.method())
                .tag("status", kind.status())
                .register(registry);
        Timer latency = Latency.timer(
                        "tr50.http.request.duration", "From the head of a request to the end of its answer")
                .tag("route", kind.route())
                .register(registry);
        return new Series(count, latency);
    }
}
