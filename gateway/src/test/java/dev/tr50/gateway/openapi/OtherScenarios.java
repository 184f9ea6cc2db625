package dev.tr50.gateway.openapi;

import static java.util.Map.entry;

import java.util.Map;

/** The description itself and what is there to watch the gateway. */
final class OtherScenarios {
    private OtherScenarios() {}

    static Map<String, Scenario> all() {
        return Map.ofEntries(
                entry("GET /openapi.yaml", fileOfTheJar("/openapi.yaml")),
                entry("GET /docs", fileOfTheJar("/docs")),
                entry("GET /docs/{part}", (world, method) -> {
                    fileOfTheJar("/docs/start.js").play(world, method);
                    fileOfTheJar("/docs/swagger-ui-bundle.js").play(world, method);
                    fileOfTheJar("/docs/swagger-ui.css").play(world, method);
                    world.plain(method, "/docs/other.js", World.NOBODY);
                }),
                entry("GET /health", (world, method) -> world.plain(method, "/health", World.NOBODY)),
                entry("GET /fs/health", (world, method) -> world.plain(method, "/fs/health", World.NOBODY)),
                entry("GET /metrics", (world, method) -> world.plain(method, "/metrics", World.NOBODY)),
                entry("GET /fs/metrics", (world, method) -> world.plain(method, "/fs/metrics", World.NOBODY)));
    }

    private static Scenario fileOfTheJar(String path) {
        return (world, method) -> {
            Exchange file = world.plain(method, path, World.NOBODY);
            String tag = file.headers().firstValue("ETag").orElseThrow();
            world.plain(method, path, World.NOBODY, "If-None-Match", "\"other\", W/" + tag);
        };
    }
}
