package dev.tr50.gateway.transfer;

import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.http.Routes;
import dev.tr50.storage.Storage;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** {@code /file/<id>}: uploads and downloads. Whoever knows the id of a handle needs no further credentials. */
public final class FileRoutes implements Routes {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16,64}");

    private final Failures failures = new Failures();
    private final Uploads uploads;
    private final Downloads downloads;

    /**
     * @param answers sends what is downloaded
     * @param clock decides which handles have expired
     * @param passwordMatches whether a password (first) fits a password hash (second); may be slow
     * @param maxUploadBytes the longest file that is accepted
     */
    public FileRoutes(
            Storage storage,
            FileAnswers answers,
            Clock clock,
            BiPredicate<String, String> passwordMatches,
            long maxUploadBytes,
            DownloadRules rules) {
        FileLookup lookup = new FileLookup(storage, clock);
        uploads = new Uploads(storage, answers, lookup, failures, clock, maxUploadBytes);
        downloads = new Downloads(storage, answers, lookup, new BasicAuthGate(passwordMatches), failures, clock, rules);
    }

    @Override
    public void mount(Router router) {
        router.route("/file/:id")
                .handler(new Resource()
                        .get(ctx -> withId(ctx, downloads::send))
                        .post(ctx -> withId(ctx, uploads::receive)));
    }

    private void withId(RoutingContext ctx, BiConsumer<RoutingContext, String> transfer) {
        String id = ctx.pathParam("id");
        if (ID.matcher(id).matches()) {
            transfer.accept(ctx, id);
        } else {
            failures.answer(ctx.request(), TransferRefused.notFound());
        }
    }
}
