package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.transfer.FileAnswers;
import dev.tr50.gateway.transfer.FileVersion;
import dev.tr50.storage.BlobWriter;
import dev.tr50.storage.FileDescription;
import dev.tr50.storage.Scope;
import dev.tr50.storage.Storage;
import dev.tr50.storage.StoredFile;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * {@code POST}: a form becomes a new file.
 *
 * <p>A name that is taken is refused before the bytes are read, as far as that can be known: of several uploads at once, the first
 * that has arrived whole gets the name. Status 201 means that file and record are on disk.
 */
final class Creation {
    private final Storage storage;
    private final Access access;
    private final FileAnswers answers;
    private final Clock clock;
    private final long maxFileBytes;

    Creation(Storage storage, Access access, FileAnswers answers, Clock clock, long maxFileBytes) {
        this.storage = storage;
        this.access = access;
        this.answers = answers;
        this.clock = clock;
        this.maxFileBytes = maxFileBytes;
    }

    Future<Void> answer(HttpServerRequest request, Target target) {
        request.pause();
        Context context = Vertx.currentContext();
        String authorization = request.getHeader("Authorization");
        Supplier<Scope> may = () -> access.toChange(target, authorization);
        return context.executeBlocking(may::get, false)
                .compose(scope -> receive(FormRequest.open(request, maxFileBytes), scope, may, context))
                .compose(file -> Future.fromCompletionStage(storage.durable(), context)
                        .onSuccess(durable -> sayCreated(request, file)));
    }

    private Future<StoredFile> receive(Form form, Scope scope, Supplier<Scope> may, Context context) {
        return form.file().compose(file -> {
            FilePart part = file.orElseThrow(() -> HttpRefused.malformed("the part file is missing"));
            String name = FileNames.ofUpload(part.fileName());
            return Arrival.of(form, part, name, () -> admit(scope, name, form.leastFileBytes()), maxFileBytes)
                    .compose(arrived -> context.executeBlocking(() -> create(may, name, arrived), false));
        });
    }

    private BlobWriter admit(Scope scope, String name, long leastBytes) {
        if (storage.files().find(scope, name).isPresent()) {
            throw HttpRefused.exists();
        }
        storage.files().requireRoom(scope, name, leastBytes);
        return storage.blobs().open();
    }

    private StoredFile create(Supplier<Scope> may, String name, Arrival arrived) {
        Scope scope = arrived.admitted(may, storage.blobs());
        FileDescription description = arrived.metadata().describe(name, Seconds.of(clock.instant()));
        StoredFile file = storage.files().create(scope, name, description, arrived.blob());
        answers.arrived(FileVersion.of(file));
        return file;
    }

    private static void sayCreated(HttpServerRequest request, StoredFile file) {
        request.response().putHeader("Location", request.path() + '/' + PercentEncoding.encode(file.name()));
        Answers.json(request, 201, FileJson.of(file));
    }
}
