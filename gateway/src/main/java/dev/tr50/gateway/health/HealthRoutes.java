package dev.tr50.gateway.health;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.http.Routes;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /health}, and the same at {@code /fs/health}, where clients of the Filestore look: 200 while everything works, else 503. */
public final class HealthRoutes implements Routes {
    private static final List<String> PATHS = List.of("/health", "/fs/health");

    private final Health health;

    public HealthRoutes(Health health) {
        this.health = health;
    }

    @Override
    public void mount(Router router) {
        PATHS.forEach(path -> router.route(path).handler(new Resource().get(this::answer)));
    }

    private void answer(RoutingContext ctx) {
        Future.fromCompletionStage(health.report(), ctx.vertx().getOrCreateContext())
                .onSuccess(report -> Answers.send(
                        ctx.request(), report.passes() ? 200 : 503, "application/health+json", report.json()))
                .onFailure(ctx::fail);
    }
}
