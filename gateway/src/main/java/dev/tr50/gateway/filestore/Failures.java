package dev.tr50.gateway.filestore;

import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.BodyTooLongException;
import dev.tr50.gateway.http.Departure;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.ConditionFailedException;
import dev.tr50.storage.DiskFullException;
import dev.tr50.storage.NoSuchScopeException;
import dev.tr50.storage.QuotaExceededException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;

/** Turns what went wrong into an answer, and tells of it where the gateway is at fault. */
final class Failures {
    private final FaultLog faults = new FaultLog();
    private final long maxFileBytes;

    Failures(long maxFileBytes) {
        this.maxFileBytes = maxFileBytes;
    }

    /** @param task what was to be done, as in {@code create} */
    void answer(HttpServerRequest request, String task, Throwable failure) {
        if (failure instanceof HttpRefused refused) {
            Answers.refuse(request, refused);
        } else if (failure instanceof BodyTooLongException) {
            Answers.refuse(request, HttpRefused.tooLong(maxFileBytes));
        } else if (failure instanceof AlreadyExistsException) {
            Answers.refuse(request, HttpRefused.exists());
        } else if (failure instanceof QuotaExceededException full) {
            Answers.refuse(request, HttpRefused.with(507, "quota exceeded: " + full.getMessage()));
        } else if (failure instanceof ConditionFailedException) {
            Answers.refuse(request, HttpRefused.preconditionFailed());
        } else if (failure instanceof NoSuchScopeException) {
            Answers.refuse(request, HttpRefused.notFound());
        } else if (!isDisconnect(request, failure)) {
            answerFault(request, task, failure);
        }
    }

    private void answerFault(HttpServerRequest request, String task, Throwable fault) {
        faults.log("A Filestore request to " + task + " a file", null, fault);
        Answers.refuse(
                request,
                fault instanceof DiskFullException
                        ? HttpRefused.with(507, "no space left")
                        : HttpRefused.with(500, "failed to " + task + " entity"));
    }

    /** The socket may tell of a client that went away before the response does, or the response in words of its own. */
    private static boolean isDisconnect(HttpServerRequest request, Throwable failure) {
        boolean ofConnection = failure instanceof IOException || failure instanceof VertxException;
        return Departure.isReasonOf(failure)
                || (ofConnection && request.response().closed());
    }
}
