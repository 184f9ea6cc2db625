package dev.tr50.gateway.transfer;

import dev.tr50.storage.Storage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;

/**
 * {@code GET} and {@code HEAD} on {@code /file/<id>}.
 *
 * <p>A whole file leaves as one single chunk without a Content-Length unless told otherwise, a part of one with its length.
 */
final class Downloads {
    private final Storage storage;
    private final FileAnswers answers;
    private final FileLookup lookup;
    private final BasicAuthGate gate;
    private final Failures failures;
    private final Clock clock;
    private final DownloadRules rules;

    Downloads(
            Storage storage,
            FileAnswers answers,
            FileLookup lookup,
            BasicAuthGate gate,
            Failures failures,
            Clock clock,
            DownloadRules rules) {
        this.storage = storage;
        this.answers = answers;
        this.lookup = lookup;
        this.gate = gate;
        this.failures = failures;
        this.clock = clock;
        this.rules = rules;
    }

    void send(RoutingContext ctx, String id) {
        HttpServerRequest request = ctx.request();
        answers.deliver(request, () -> find(request, id)).onFailure(failure -> failures.answer(request, failure));
    }

    private Future<Delivery> find(HttpServerRequest request, String id) {
        Context context = Vertx.currentContext();
        return context.executeBlocking(() -> lookup.readable(id), false)
                .compose(file -> gate.check(request, file))
                .map(file -> new ByHandle(file, context));
    }

    /** Keeps the handle good while it is used, or uses it up. {@code HEAD} does not count as use. */
    private final class ByHandle implements Delivery {
        private final ReadableFile file;
        private final Context context;
        private final HandleRenewal life = new HandleRenewal(this::extend, clock);

        ByHandle(ReadableFile file, Context context) {
            this.file = file;
            this.context = context;
        }

        @Override
        public FileVersion version() {
            return file.version();
        }

        /** A public file; a handle is a secret, and a file with a password is for who has that. */
        @Override
        public boolean isForEverybody() {
            return file.handle() == null && file.basicAuth() == null;
        }

        @Override
        public boolean inOneChunk() {
            return rules.chunked();
        }

        @Override
        public void begin() {
            life.renew();
        }

        @Override
        public void started() {
            life.start(context);
        }

        @Override
        public Future<Void> sent(boolean toTheEnd) {
            return toTheEnd && rules.singleUse() && file.handle() != null
                    ? context.executeBlocking(this::useUp, false)
                    : Future.succeededFuture();
        }

        @Override
        public void ended() {
            life.end(context);
        }

        private Void useUp() {
            storage.transfers().endDownload(file.handle());
            return null;
        }

        private void extend(Instant expiresAt) {
            if (file.handle() != null) {
                storage.transfers().extendDownload(file.handle(), expiresAt);
            }
        }
    }
}
