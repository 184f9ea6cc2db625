package dev.tr50.gateway.cli;

import dev.tr50.gateway.filestore.FilestoreRules;
import dev.tr50.storage.Role;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code serve} for the Filestore routes. */
final class FilestoreOptions {
    /** The roles from which on files may be read, as they are typed. */
    enum ReadRole {
        viewer,
        editor
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--max-filestore-bytes",
            paramLabel = "N",
            defaultValue = "1073741824",
            description = "Largest file that the Filestore routes take (${DEFAULT-VALUE}).")
    private long fileBytes;

    @Option(
            names = "--filestore-read-role",
            paramLabel = "ROLE",
            defaultValue = "editor",
            description = "From which role on users read the files of a group: ${COMPLETION-CANDIDATES}"
                    + " (${DEFAULT-VALUE}).")
    private ReadRole readRole;

    FilestoreRules rules() {
        return new FilestoreRules(
                new Range(1, Long.MAX_VALUE).check(spec.commandLine(), "--max-filestore-bytes", fileBytes),
                readRole == ReadRole.viewer ? Role.VIEWER : Role.EDITOR);
    }
}
