package dev.tr50.gateway.filestore;

import dev.tr50.gateway.transfer.BodyToBlob;
import dev.tr50.storage.BlobReceipt;
import dev.tr50.storage.BlobWriter;
import dev.tr50.storage.Blobs;
import dev.tr50.storage.Scope;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The file of a form that has arrived whole, and what its form says of it.
 *
 * @param blob its bytes, on the disk; no file yet
 */
record Arrival(Metadata metadata, BlobReceipt blob) {

    /**
     * Reads the rest of a form, the bytes of its file to the disk. To be called on the event loop of the request.
     *
     * @param name that the file has, or will have
     * @param admission refuses the file, or opens a blob for it; runs on a worker thread
     * @param maxBytes of the file
     * @return fails when the file was refused, or the form is not what it has to be, and then nothing is left on the disk
     */
    static Future<Arrival> of(Form form, FilePart file, String name, Callable<BlobWriter> admission, long maxBytes) {
        Context context = Vertx.currentContext();
        BodyToBlob bytes = new BodyToBlob(file, maxBytes);
        Future<Metadata> metadata =
                form.fields().map(fields -> fields.metadata().of(name));
        // The bytes are at their end only when all that came with them is right: a blob is not made durable for
        // nothing.
        metadata.onSuccess(right -> file.end()).onFailure(bytes::abandon);
        return context.executeBlocking(admission, false)
                .compose(bytes::into)
                .map(blob -> new Arrival(metadata.result(), blob));
    }

    /**
     * Asks once more who may: sending can take hours, and who sends may be gone by its end.
     *
     * @param access as it was asked at first
     * @return where the file goes. When the access throws, nothing is left on the disk
     */
    Scope admitted(Supplier<Scope> access, Blobs blobs) {
        try {
            return access.get();
        } catch (RuntimeException refused) {
            blobs.discard(blob);
            throw refused;
        }
    }
}
