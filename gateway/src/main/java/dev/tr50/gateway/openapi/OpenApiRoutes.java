package dev.tr50.gateway.openapi;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.http.Routes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * {@code GET /openapi.yaml}, the description of all HTTP routes, and {@code GET /docs}, a page that shows it with nothing but files
 * of the jar: a browser that shows it asks no other host for anything.
 */
public final class OpenApiRoutes implements Routes {
    private static final String OURS = "/dev/tr50/gateway/openapi/";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String OWN_FILES = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final StaticFile description;
    private final StaticFile page;
    private final Map<String, StaticFile> parts;

    public OpenApiRoutes() {
        String swagger = "/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";
        description = StaticFile.of(OURS + "openapi.yaml", "application/yaml", NOTHING);
        page = StaticFile.of(OURS + "docs.html", "text/html; charset=utf-8", OWN_FILES);
        parts = Map.of(
                "start.js", StaticFile.of(OURS + "start.js", JAVASCRIPT, NOTHING),
                "swagger-ui-bundle.js", StaticFile.of(swagger + "swagger-ui-bundle.js", JAVASCRIPT, NOTHING),
                "swagger-ui.css", StaticFile.of(swagger + "swagger-ui.css", "text/css; charset=utf-8", NOTHING));
    }

    @Override
    public void mount(Router router) {
        router.route("/openapi.yaml").handler(new Resource().get(ctx -> description.answer(ctx.request())));
        router.route("/docs").handler(new Resource().get(ctx -> page.answer(ctx.request())));
        router.route("/docs/:part").handler(new Resource().get(this::answerPart));
    }

    private void answerPart(RoutingContext ctx) {
        StaticFile part = parts.get(ctx.pathParam("part"));
        if (part == null) {
            Answers.refuse(ctx.request(), HttpRefused.notFound());
        } else {
            part.answer(ctx.request());
        }
    }

    private static String swaggerVersion() {
        Properties versions = new Properties();
        try (InputStream in = OpenApiRoutes.class.getResourceAsStream(OURS + "swagger-ui.properties")) {
            versions.load(Objects.requireNonNull(in, "the version of Swagger UI is not in the jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions.getProperty("version");
    }
}
