package dev.tr50.gateway.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.http.Routes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code /metrics}, and the same at {@code /fs/metrics}. It is made at most once a second, however many ask, and on one thread at a
 * time.
 */
public final class MetricsRoutes implements Routes {
    private static final List<String> PATHS = List.of("/metrics", "/fs/metrics");
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final long KEPT = Duration.ofSeconds(1).toNanos();

    private record Page(byte[] text, long madeAt) {
        boolean isRecent() {
            return System.nanoTime() - madeAt < KEPT;
        }
    }

    private final Supplier<String> text;
    private volatile Page latest = new Page(new byte[0], System.nanoTime() - KEPT);

    /** @param text makes the page; may take milliseconds */
    public MetricsRoutes(Supplier<String> text) {
        this.text = text;
    }

    @Override
    public void mount(Router router) {
        PATHS.forEach(path -> router.route(path).handler(new Resource().get(this::answer)));
    }

    private void answer(RoutingContext ctx) {
        Page known = latest;
        if (known.isRecent()) {
            send(ctx, known);
            return;
        }
        ctx.vertx()
                .executeBlocking(this::page, false)
                .onSuccess(page -> send(ctx, page))
                .onFailure(ctx::fail);
    }

    private static void send(RoutingContext ctx, Page page) {
        Answers.send(ctx.request(), 200, CONTENT_TYPE, page.text());
    }

    private synchronized Page page() {
        if (!latest.isRecent()) {
            latest = new Page(text.get().getBytes(UTF_8), System.nanoTime());
        }
        return latest;
    }
}
