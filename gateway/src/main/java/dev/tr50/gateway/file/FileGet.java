package dev.tr50.gateway.file;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Download;
import dev.tr50.storage.Scope;
import dev.tr50.storage.TooManyHandlesException;
import dev.tr50.storage.Transfers;
import java.time.Clock;

/**
 * {@code file.get}: hands out a {@code fileId} under which the bytes are read by {@code GET /file/<fileId>}.
 *
 * <p>All three result fields are needed: one C client deletes what it downloaded when {@code crc32} is not there as an integer,
 * the Python agent loops without {@code fileSize}. The handle is pinned to the version of the file that they describe.
 */
public final class FileGet implements Command<FileGet.Params, FileGet.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
                    "file.get",
                    Params::from,
                    Result.class,
                    "Reserves a download: read the bytes with GET /file/<fileId>, with no other credentials, within 300 s"
                            + " of this reply or of the last byte read.")
            .durably();

    /** Which file. */
    public record Params(FileScope.Choice scope, String fileName) {
        static Params from(Arguments arguments) {
            return new Params(FileScope.Choice.from(arguments), arguments.get(FileName.PARAM));
        }
    }

    /** Where to read and what to expect. */
    public record Result(
            @Describe("CRC-32 of the bytes, unsigned.") long crc32,
            @Describe("The handle for GET /file/<fileId>.") String fileId,
            @Describe("Size in bytes.") long fileSize) {}

    private final FileScope scopes;
    private final Transfers transfers;
    private final Clock clock;

    public FileGet(FileScope scopes, Transfers transfers, Clock clock) {
        this.scopes = scopes;
        this.transfers = transfers;
        this.clock = clock;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Scope scope = scopes.resolve(caller, params.scope());
        try {
            Download download = transfers
                    .reserveDownload(scope, params.fileName(), clock.instant().plus(FilePut.HANDLE_LIFE))
                    .orElseThrow(() -> FileName.notFound(params.fileName()));
            return new Result(download.crc32(), download.fileId(), download.length());
        } catch (TooManyHandlesException e) {
            throw new CommandException(ErrorCode.RATE_LIMITED, FilePut.TOO_MANY_OPEN);
        }
    }
}
