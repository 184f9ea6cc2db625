package dev.tr50.gateway.transfer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;

/**
 * Bytes that are about to be sent, and what is known of them. To be closed when they have been. After it was made it belongs to
 * the event loop that sends.
 */
final class OpenedFile {
    private final FileChannel bytes;
    private final FileCheck check;
    private final Consumer<FileCheck> leave;
    private final Promise<Void> sound = Promise.promise();
    private boolean closed;

    private OpenedFile(FileChannel bytes, FileCheck check, Consumer<FileCheck> leave) {
        this.bytes = bytes;
        this.check = check;
        this.leave = leave;
    }

    static OpenedFile sound(FileChannel bytes) {
        OpenedFile file = new OpenedFile(bytes, null, ended -> {});
        file.sound.complete();
        return file;
    }

    /** @param leave says that nobody here waits for the check any more */
    static OpenedFile unchecked(FileChannel bytes, FileCheck check, Consumer<FileCheck> leave) {
        return new OpenedFile(bytes, check, leave);
    }

    FileChannel bytes() {
        return bytes;
    }

    /**
     * Completes when the bytes are known to be sound; fails with {@link DamagedFileException} when they are not, and with
     * {@link ClosedChannelException} when the file is closed before that is known.
     */
    Future<Void> sound(Context context) {
        if (check != null) {
            Future.fromCompletionStage(check.verdict(), context)
                    .onSuccess(this::judge)
                    .onFailure(sound::tryFail);
        }
        return sound.future();
    }

    private void judge(boolean fits) {
        if (fits) {
            sound.tryComplete();
        } else {
            sound.tryFail(DamagedFileException.otherBytes());
        }
    }

    /** Does nothing when it was closed before. */
    Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        if (check != null) {
            leave.accept(check);
        }
        sound.tryFail(new ClosedChannelException());
        try {
            bytes.close();
            return Future.succeededFuture();
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }
}
