package dev.tr50.gateway.metrics;

import dev.tr50.gateway.http.HttpObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

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

    private static final int FIRST_REFUSAL = 400;

    /** What the gateway answers with. */
    private static final List<Integer> REFUSALS =
            List.of(400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415, 416, 426, 429, 431, 500, 503, 507);

    private final MeterRegistry registry;
    private final Map<Integer, LongAdder> refusals = new HashMap<>();
    private final LongAdder others;
    private final Map<Kind, Series> kinds = new ConcurrentHashMap<>();

    public HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
        REFUSALS.forEach(status -> refusals.put(status, refusal(Integer.toString(status))));
        others = refusal("other");
    }

    private LongAdder refusal(String status) {
        LongAdder count = new LongAdder();
        new Meters(registry)
                .counter(
                        "tr50.http.refused", "HTTP requests that were refused or failed", count::sum, "status", status);
        return count;
    }

    @Override
    public void answered(String route, HttpMethod method, int status, long nanos, SocketAddress from) {
        Kind kind = new Kind(
                route == null ? "none" : route,
                METHODS.contains(method) ? method.name() : "other",
                Character.forDigit(status / 100, 10) + "xx");
        if (status >= FIRST_REFUSAL) {
            refusals.getOrDefault(status, others).increment();
        }
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
