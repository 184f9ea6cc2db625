package dev.tr50.gateway.transfer;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.BodyTooLongException;
import dev.tr50.gateway.http.RequestBody;
import dev.tr50.storage.BlobReceipt;
import dev.tr50.storage.BlobWriter;
import dev.tr50.storage.Storage;
import dev.tr50.storage.StoredFile;
import dev.tr50.storage.Upload;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code POST /file/<id>}: the body becomes the bytes of a file.
 *
 * <p>The id is used up when an upload has been accepted; one that broke off or had the wrong checksum leaves it as it was. Only
 * one upload of an id runs at a time, and one that has begun in time may take as long as it needs. Status 200 means that file and record are on disk.
 */
final class Uploads {
    private final Storage storage;
    private final FileAnswers answers;
    private final FileLookup lookup;
    private final Failures failures;
    private final Clock clock;
    private final long maxBytes;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    Uploads(Storage storage, FileAnswers answers, FileLookup lookup, Failures failures, Clock clock, long maxBytes) {
        this.storage = storage;
        this.answers = answers;
        this.lookup = lookup;
        this.failures = failures;
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    void receive(RoutingContext ctx, String id) {
        HttpServerRequest request = ctx.request();
        request.pause();
        if (!running.add(id)) {
            failures.answer(request, TransferRefused.alreadyRunning());
            return;
        }
        Context worker = Vertx.currentContext();
        BodyToBlob body = new BodyToBlob(request, maxBytes);
        HandleRenewal life = new HandleRenewal(expiry -> storage.transfers().extendUpload(id, expiry), clock);
        long declared = RequestBody.declaredLength(request);
        worker.executeBlocking(() -> admit(id, declared, life), false)
                .compose(admitted -> {
                    life.start(worker);
                    RequestBody.invite(request);
                    return body.into(admitted.blob())
                            .compose(
                                    receipt -> worker.executeBlocking(() -> accept(admitted.upload(), receipt), false));
                })
                .compose(accepted -> Future.fromCompletionStage(storage.durable(), worker))
                .onComplete(done -> {
                    life.end(worker);
                    running.remove(id);
                })
                .onSuccess(durable -> Answers.succeed(request))
                .onFailure(failure -> failures.answer(request, failure));
    }

    private Admitted admit(String id, long declared, HandleRenewal life) throws TransferRefused, BodyTooLongException {
        Upload upload = lookup.upload(id);
        if (declared > maxBytes) {
            throw new BodyTooLongException(maxBytes);
        }
        storage.files()
                .requireRoom(
                        upload.scope(),
                        upload.order().fileName(),
                        declared == RequestBody.UNKNOWN_LENGTH ? 0 : declared);
        life.renewIfNear(upload.expiresAt());
        return new Admitted(upload, storage.blobs().open());
    }

    private Void accept(Upload upload, BlobReceipt receipt) throws TransferRefused {
        Long promised = upload.order().crc32();
        if (promised != null && promised != receipt.crc32()) {
            storage.blobs().discard(receipt);
            throw TransferRefused.checksumMismatch(promised, receipt.crc32());
        }
        StoredFile file = storage.transfers().complete(upload, receipt).orElseThrow(TransferRefused::notFound);
        answers.arrived(FileVersion.of(file));
        return null;
    }

    private record Admitted(Upload upload, BlobWriter blob) {}
}
