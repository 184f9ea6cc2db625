package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.BodyTooLongException;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.MemoryBudget;
import dev.tr50.gateway.http.RequestBody;
import dev.tr50.gateway.transfer.FileAnswers;
import dev.tr50.gateway.transfer.FileVersion;
import dev.tr50.storage.BlobWriter;
import dev.tr50.storage.FileDescriptionChange;
import dev.tr50.storage.Scope;
import dev.tr50.storage.Storage;
import dev.tr50.storage.StoredFile;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code PUT}: replaces the bytes of a file, or what is said of it, or both at once. What the request does not mention stays as it
 * is, the name always: that of the uploaded file does not count.
 */
final class Change {
    private static final String JSON = "application/json";

    private final Storage storage;
    private final Access access;
    private final FileAnswers answers;
    private final MemoryBudget bodies;
    private final long maxFileBytes;

    Change(Storage storage, Access access, FileAnswers answers, MemoryBudget bodies, long maxFileBytes) {
        this.storage = storage;
        this.access = access;
        this.answers = answers;
        this.bodies = bodies;
        this.maxFileBytes = maxFileBytes;
    }

    /**
     * A file that is there.
     *
     * @param may where it is, for who still may when it is changed
     * @param onlyIf what must be true of it still by then
     */
    private record Place(Scope scope, Supplier<Scope> may, String name, Precondition onlyIf) {}

    Future<Void> answer(HttpServerRequest request, Target target) {
        request.pause();
        Context context = Vertx.currentContext();
        String authorization = request.getHeader("Authorization");
        Precondition onlyIf = Precondition.of(request);
        return context.executeBlocking(() -> find(target, authorization, onlyIf), false)
                .compose(place -> change(request, place, context))
                .map(changed -> changed.orElseThrow(HttpRefused::notFound))
                .compose(file -> Future.fromCompletionStage(storage.durable(), context)
                        .onSuccess(durable -> Answers.json(request, 200, FileJson.of(file))));
    }

    private Place find(Target target, String authorization, Precondition onlyIf) {
        Supplier<Scope> may = () -> access.toChange(target, authorization);
        Place place = new Place(may.get(), may, target.name(), onlyIf);
        StoredFile file = storage.files().find(place.scope(), place.name()).orElseThrow(HttpRefused::notFound);
        if (!onlyIf.test(file)) {
            throw HttpRefused.preconditionFailed();
        }
        return place;
    }

    private Future<Optional<StoredFile>> change(HttpServerRequest request, Place place, Context context) {
        if (FormRequest.hasType(request, JSON)) {
            return bodies.lend(share -> readJson(request, share)
                    .map(body -> MetadataReader.ofBody(body.getBytes()).of(place.name()))
                    .compose(metadata -> describe(place, metadata, context)));
        }
        if (!FormRequest.hasForm(request)) {
            throw HttpRefused.unsupportedContentType(FormRequest.TYPE + " or " + JSON);
        }
        Form form = FormRequest.open(request, maxFileBytes);
        return form.file()
                .compose(file ->
                        file.isPresent() ? replace(form, file.get(), place, context) : describe(form, place, context));
    }

    private static Future<Buffer> readJson(HttpServerRequest request, MemoryBudget.Share share) {
        Future<Buffer> body = RequestBody.read(request, MetadataReader.MOST_BYTES, share);
        request.resume();
        return body.recover(failure -> Future.failedFuture(
                failure instanceof BodyTooLongException ? HttpRefused.tooLong(MetadataReader.MOST_BYTES) : failure));
    }

    private Future<Optional<StoredFile>> replace(Form form, FilePart part, Place place, Context context) {
        return Arrival.of(form, part, place.name(), () -> admit(place, form.leastFileBytes()), maxFileBytes)
                .compose(arrived -> context.executeBlocking(() -> replace(place, arrived), false));
    }

    private Optional<StoredFile> replace(Place place, Arrival arrived) {
        Scope scope = arrived.admitted(place.may(), storage.blobs());
        FileDescriptionChange change = arrived.metadata().change();
        Optional<StoredFile> file =
                storage.files().replace(scope, place.name(), place.onlyIf(), change, arrived.blob());
        file.map(FileVersion::of).ifPresent(answers::arrived);
        return file;
    }

    private BlobWriter admit(Place place, long leastBytes) {
        storage.files().requireRoom(place.scope(), place.name(), leastBytes);
        return storage.blobs().open();
    }

    private Future<Optional<StoredFile>> describe(Form form, Place place, Context context) {
        return form.fields().compose(fields -> {
            if (fields.isEmpty()) {
                throw HttpRefused.malformed("neither a part file nor metadata nor time");
            }
            return describe(place, fields.metadata().of(place.name()), context);
        });
    }

    private Future<Optional<StoredFile>> describe(Place place, Metadata metadata, Context context) {
        return context.executeBlocking(
                () -> storage.files().describe(place.may().get(), place.name(), place.onlyIf(), metadata.change()),
                false);
    }
}
