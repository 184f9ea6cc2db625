package dev.tr50.gateway.transfer;

import dev.tr50.gateway.http.Routes;
import dev.tr50.storage.Storage;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** {@code /file/<id>}: uploads and downloads. Whoever knows the id of a handle needs no further credentials. */
public final class FileRoutes implements Routes {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16,64}");

    private final Failures failures = new Failures();
    private final Uploads uploads;
    private final Downloads downloads;

    /**
     * @param clock decides which handles have expired
     * @param passwordMatches whether a password (first) fits a password hash (second); may be slow
     * @param maxUploadBytes the longest file that is accepted
     */
    public FileRoutes(
            Storage storage,
            Clock clock,
            BiPredicate<String, String> passwordMatches,
            long maxUploadBytes,
            DownloadRules rules) {
        FileLookup lookup = new FileLookup(storage, clock);
        uploads = new Uploads(storage, lookup, failures, clock, maxUploadBytes);
        downloads = new Downloads(storage, lookup, new BasicAuthGate(passwordMatches), failures, clock, rules);
    }

    @Override
    public void mount(Router router) {
        router.route("/file/:id").handler(this::answer);
    }

    private void answer(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        String id = ctx.pathParam("id");
        if (!ID.matcher(id).matches()) {
            failures.answer(request, TransferRefused.notFound());
            return;
        }
        switch (request.method().name()) {
            case "POST" -> uploads.receive(ctx, id);
            case "GET", "HEAD" -> downloads.send(ctx, id);
            default -> failures.answer(request, TransferRefused.methodNotAllowed("GET, HEAD, POST"));
        }
    }
}
