package dev.tr50.gateway.transfer;

import dev.tr50.storage.MissingBlobException;
import dev.tr50.storage.Storage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET} and {@code HEAD} on {@code /file/<id>}.
 *
 * <p>A whole file leaves as one single chunk without a Content-Length unless told otherwise, a part of one with its length.
 */
final class Downloads {
    private final Storage storage;
    private final FileLookup lookup;
    private final BasicAuthGate gate;
    private final Failures failures;
    private final Clock clock;
    private final DownloadRules rules;

    Downloads(
            Storage storage,
            FileLookup lookup,
            BasicAuthGate gate,
            Failures failures,
            Clock clock,
            DownloadRules rules) {
        this.storage = storage;
        this.lookup = lookup;
        this.gate = gate;
        this.failures = failures;
        this.clock = clock;
        this.rules = rules;
    }

    void send(RoutingContext ctx, String id) {
        HttpServerRequest request = ctx.request();
        attempt(request, id)
                // A public file was replaced between look-up and opening: its new bytes are there.
                .recover(failure ->
                        failure instanceof MissingBlobException ? attempt(request, id) : Future.failedFuture(failure))
                .onFailure(failure -> failures.answer(request, failure));
    }

    private Future<Void> attempt(HttpServerRequest request, String id) {
        return Vertx.currentContext()
                .executeBlocking(() -> lookup.readable(id), false)
                .compose(file -> gate.check(request, file))
                .compose(file -> answer(request, file));
    }

    private Future<Void> answer(HttpServerRequest request, ReadableFile file) {
        try {
            return request.method() == HttpMethod.HEAD ? sendHead(request, file) : sendBytes(request, file);
        } catch (TransferRefused outOfRange) {
            return Future.failedFuture(outOfRange);
        }
    }

    /** Says how long the file is, which the answer to GET cannot. Does not count as use of the handle. */
    private static Future<Void> sendHead(HttpServerRequest request, ReadableFile file) {
        describe(request.response(), file);
        return request.response()
                .putHeader("Content-Length", Long.toString(file.length()))
                .end();
    }

    private Future<Void> sendBytes(HttpServerRequest request, ReadableFile file) throws TransferRefused {
        Optional<ByteRange> range = ByteRange.parse(rangeOf(request, file), file.length());
        Context worker = Vertx.currentContext();
        HandleRenewal life = new HandleRenewal(expiry -> extend(file, expiry), clock);
        return worker.executeBlocking(
                        () -> {
                            life.renew();
                            return storage.blobs().read(file.blobId());
                        },
                        false)
                .compose(bytes -> {
                    describe(request.response(), file);
                    life.start(worker);
                    Supplier<Future<Void>> useUp = () -> useUp(worker, file);
                    return range.isPresent()
                            ? sendPart(request, file, bytes, range.get(), useUp)
                            : sendWhole(request, file, bytes, useUp);
                })
                .onComplete(sent -> life.end(worker));
    }

    private Future<Void> sendWhole(
            HttpServerRequest request, ReadableFile file, FileChannel bytes, Supplier<Future<Void>> useUp) {
        if (request.version() == HttpVersion.HTTP_1_0 || !rules.chunked()) {
            request.response().putHeader("Content-Length", Long.toString(file.length()));
        } else {
            // libtr50 looks for exactly this spelling and reads a Content-Length as hexadecimal.
            request.response().putHeader("Transfer-Encoding", "chunked");
        }
        return FileBody.send(request, bytes, 0, file.length(), useUp);
    }

    private static Future<Void> sendPart(
            HttpServerRequest request,
            ReadableFile file,
            FileChannel bytes,
            ByteRange range,
            Supplier<Future<Void>> useUp) {
        request.response()
                .setStatusCode(206)
                .putHeader("Content-Length", Long.toString(range.length()))
                .putHeader("Content-Range", range.contentRange(file.length()));
        boolean isLast = range.from() + range.length() == file.length();
        return FileBody.send(request, bytes, range.from(), range.length(), isLast ? useUp : Future::succeededFuture);
    }

    /** Before the answer ends, so that whoever has seen its end finds the handle used up. */
    private Future<Void> useUp(Context worker, ReadableFile file) {
        if (!rules.singleUse() || file.handle() == null) {
            return Future.succeededFuture();
        }
        return worker.executeBlocking(
                () -> {
                    storage.transfers().endDownload(file.handle());
                    return null;
                },
                false);
    }

    private static void describe(HttpServerResponse response, ReadableFile file) {
        response.putHeader("Content-Type", "application/octet-stream")
                .putHeader("Content-Disposition", ContentDisposition.attachment(file.name()))
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("ETag", file.entityTag());
    }

    private static String rangeOf(HttpServerRequest request, ReadableFile file) {
        String condition = request.getHeader("If-Range");
        boolean current = condition == null || condition.strip().equals(file.entityTag());
        return current ? request.getHeader("Range") : null;
    }

    private void extend(ReadableFile file, Instant expiresAt) {
        if (file.handle() != null) {
            storage.transfers().extendDownload(file.handle(), expiresAt);
        }
    }
}
