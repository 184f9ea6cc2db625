package dev.tr50.gateway.transfer;

import dev.tr50.gateway.http.ClientLeftException;
import dev.tr50.gateway.http.Departure;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.Blobs;
import dev.tr50.storage.MissingBlobException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Sends stored files as answers to {@code GET} and {@code HEAD}: whole, in part ({@code Range}, {@code If-Range}) or, to who has them
 * already ({@code If-None-Match}), not at all.
 *
 * <p>Bytes that were damaged on the disk never arrive as a complete answer. What is known before the head leaves is refused; what turns
 * out later ends the connection before the last byte. One for the whole gateway, because it bounds the work that this takes.
 */
public final class FileAnswers {
    private final FileChecks checks;
    private final DamageLog damage = new DamageLog();

    /** @param blobs where the bytes are */
    public FileAnswers(Blobs blobs) {
        checks = new FileChecks(blobs);
    }

    /**
     * Answers with the version that the look-up finds: status 200 with its length, 206, 304 or 416. Looks up again when the file was
     * replaced before its bytes could be opened. To be called on the request's event loop.
     *
     * @param lookUp runs on a worker thread; what it throws is what the answer fails with
     * @return completes when the answer has been sent. Fails, and then nothing has been answered yet, with {@link HttpRefused}: 404
     *     where the bytes are missing, 410 where they are damaged, 412 where {@code If-Match} names other versions, 416; with {@link ClientLeftException}, and with other exceptions when
     *     the disk failed, and then an answer may have begun
     */
    public Future<Void> send(HttpServerRequest request, Callable<FileVersion> lookUp) {
        Context context = Vertx.currentContext();
        return deliver(request, () -> context.executeBlocking(lookUp, false).map(FileAnswers::plainly))
                .recover(failure -> Future.failedFuture(refusal(failure)));
    }

    /**
     * Tells that the bytes of this version have just been hashed on their way to the disk, so that its first readers need not wait
     * for them to be hashed again. Blocks.
     */
    public void arrived(FileVersion file) {
        checks.arrived(file);
    }

    private static Delivery plainly(FileVersion file) {
        return () -> file;
    }

    private static Throwable refusal(Throwable failure) {
        if (failure instanceof MissingBlobException) {
            return HttpRefused.with(404, "file content missing");
        }
        if (failure instanceof DamagedFileException) {
            return HttpRefused.with(410, "file content damaged");
        }
        if (failure instanceof OtherVersionException) {
            return HttpRefused.preconditionFailed();
        }
        if (Departure.isReasonOf(failure)) {
            return new ClientLeftException(failure);
        }
        return failure instanceof UnsatisfiableRangeException range
                ? HttpRefused.unsatisfiableRange(range.contentRange())
                : failure;
    }

    /** The same for a door with wishes and failures of its own. Called on the request's event loop, the look-up too. */
    Future<Void> deliver(HttpServerRequest request, Supplier<Future<Delivery>> lookUp) {
        return attempt(request, lookUp, null);
    }

    /** @param missing the blob that was not there when this was tried before, or null */
    private Future<Void> attempt(HttpServerRequest request, Supplier<Future<Delivery>> lookUp, String missing) {
        return lookUp.get().compose(delivery -> {
            FileVersion file = delivery.version();
            return answer(request, delivery)
                    .recover(failure -> failure instanceof MissingBlobException
                                    && !file.blobId().equals(missing)
                            ? attempt(request, lookUp, file.blobId())
                            : Future.failedFuture(damage.told(file, failure)));
        });
    }

    private Future<Void> answer(HttpServerRequest request, Delivery delivery) {
        FileVersion file = delivery.version();
        if (Validators.isUnwanted(request, file)) {
            return Future.failedFuture(new OtherVersionException());
        }
        if (Validators.isKnown(request, file)) {
            return sayUnchanged(request, delivery);
        }
        if (request.method() == HttpMethod.HEAD) {
            return sendHead(request, delivery);
        }
        try {
            String wanted = Validators.range(request, file);
            return ByteRange.parse(wanted, file.length())
                    .map(part -> send(request, delivery, part, true))
                    .orElseGet(() -> send(request, delivery, ByteRange.whole(file.length()), false));
        } catch (UnsatisfiableRangeException beyondEnd) {
            return Future.failedFuture(beyondEnd);
        }
    }

    private static Future<Void> sayUnchanged(HttpServerRequest request, Delivery delivery) {
        FileVersion file = delivery.version();
        return guard(request.response(), delivery)
                .setStatusCode(304)
                .putHeader("ETag", file.entityTag())
                .putHeader("Last-Modified", Validators.lastModified(file))
                .end();
    }

    /** Says how long the file is, which an answer in one chunk cannot. */
    private Future<Void> sendHead(HttpServerRequest request, Delivery delivery) {
        FileVersion file = delivery.version();
        return Vertx.currentContext()
                .executeBlocking(
                        () -> {
                            checks.inspect(file);
                            return null;
                        },
                        false)
                .compose(sound -> describe(request.response(), delivery)
                        .putHeader("Content-Length", Long.toString(file.length()))
                        .end());
    }

    private Future<Void> send(HttpServerRequest request, Delivery delivery, ByteRange part, boolean partial) {
        FileVersion file = delivery.version();
        return Vertx.currentContext()
                .executeBlocking(
                        () -> {
                            delivery.begin();
                            return checks.open(file);
                        },
                        false)
                .compose(opened -> {
                    frame(request, delivery, part, partial);
                    delivery.started();
                    return FileBody.send(request, opened, part, () -> delivery.sent(part.reachesEnd(file.length())));
                })
                .onComplete(sent -> delivery.ended());
    }

    private static void frame(HttpServerRequest request, Delivery delivery, ByteRange part, boolean partial) {
        FileVersion file = delivery.version();
        HttpServerResponse response = describe(request.response(), delivery);
        if (partial) {
            response.setStatusCode(206).putHeader("Content-Range", part.contentRange(file.length()));
        }
        if (partial || !delivery.inOneChunk() || request.version() == HttpVersion.HTTP_1_0) {
            response.putHeader("Content-Length", Long.toString(part.length()));
        } else {
            // libtr50 looks for exactly this spelling and reads a Content-Length as hexadecimal.
            response.putHeader("Transfer-Encoding", "chunked");
        }
    }

    private static HttpServerResponse describe(HttpServerResponse response, Delivery delivery) {
        FileVersion file = delivery.version();
        return guard(response, delivery)
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("Content-Disposition", ContentDisposition.attachment(file.name()))
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("Last-Modified", Validators.lastModified(file))
                .putHeader("ETag", file.entityTag());
    }

    /**
     * No cache answers with a version that is not the newest, none that others use keeps what is not for everybody, and no page of another
     * site shows that with what a browser knows of its user.
     */
    private static HttpServerResponse guard(HttpServerResponse response, Delivery delivery) {
        return delivery.isForEverybody()
                ? response.putHeader("Cache-Control", "no-cache")
                : response.putHeader("Cache-Control", "private, no-cache")
                        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
