package dev.tr50.gateway.transfer;

import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.BodyTooLongException;
import dev.tr50.gateway.http.Departure;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.DiskFullException;
import dev.tr50.storage.MissingBlobException;
import dev.tr50.storage.QuotaExceededException;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what ended a transfer before its time into an answer, and tells of it when the gateway is at fault. */
final class Failures {
    private static final Logger log = LoggerFactory.getLogger(FileRoutes.class);

    private final FaultLog faults = new FaultLog();

    void answer(HttpServerRequest request, Throwable failure) {
        if (failure instanceof TransferRefused refused) {
            refuse(request, refused);
        } else if (failure instanceof UnsatisfiableRangeException range) {
            refuse(request, TransferRefused.rangeBeyondEnd(range));
        } else if (failure instanceof OtherVersionException other) {
            Answers.refuse(request, 412, ErrorCode.BAD_PARAMETER, other.getMessage());
        } else if (failure instanceof MissingBlobException) {
            Answers.refuse(request, 404, ErrorCode.NOT_FOUND, "The bytes of this file are missing");
        } else if (failure instanceof DamagedFileException) {
            Answers.refuse(request, 410, ErrorCode.NOT_FOUND, "The bytes of this file are damaged");
        } else if (failure instanceof BodyTooLongException tooLong) {
            Answers.refuse(request, 413, ErrorCode.TOO_LARGE, tooLong.getMessage());
        } else if (failure instanceof QuotaExceededException quota) {
            Answers.refuse(request, 507, ErrorCode.TOO_LARGE, "Quota exceeded: " + quota.getMessage());
        } else if (Departure.isReasonOf(failure)) {
            log.debug("The client left during {}", request.method());
        } else {
            answerFault(request, failure);
        }
    }

    private static void refuse(HttpServerRequest request, TransferRefused refused) {
        refused.headers().forEach(request.response()::putHeader);
        Answers.refuse(request, refused.status(), refused.code(), refused.getMessage());
    }

    private void answerFault(HttpServerRequest request, Throwable fault) {
        faults.log("A file transfer", null, fault);
        if (fault instanceof DiskFullException) {
            Answers.refuse(request, 507, ErrorCode.INTERNAL, "No space left for this file");
        } else {
            Answers.refuse(request, 500, ErrorCode.INTERNAL, "Internal error");
        }
    }
}
