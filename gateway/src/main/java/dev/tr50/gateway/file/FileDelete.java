package dev.tr50.gateway.file;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.storage.Files;

/** {@code file.delete}: removes a file. Downloads of it that run already finish; handles not yet used end with it. */
public final class FileDelete implements Command<FileDelete.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "file.delete", Params::from, Void.class, "Deletes a file and its open download handles.")
            .openTo(Access.OWN);

    /** Which file. */
    public record Params(FileScope.Choice scope, String fileName) {
        static Params from(Arguments arguments) {
            return new Params(FileScope.Choice.from(arguments), arguments.get(FileName.PARAM));
        }
    }

    private final FileScope scopes;
    private final Files files;

    public FileDelete(FileScope scopes, Files files) {
        this.scopes = scopes;
        this.files = files;
    }

    @Override
    public Void run(Caller caller, Params params) {
        if (!files.delete(scopes.resolveToChange(caller, params.scope()), params.fileName())) {
            throw FileName.notFound(params.fileName());
        }
        return null;
    }
}
