package dev.tr50.gateway.cli;

import dev.tr50.storage.Restoration;
import dev.tr50.storage.Restored;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tr50 restore}. */
@Command(
        name = "restore",
        description = {
            "Makes a data folder of a backup.",
            "",
            "The folder must be empty or not exist. Every byte is checked before the folder is used; a backup that is damaged,"
                    + " or of a newer gateway, is refused, and nothing of it is left."
        })
final class Restore implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    @Mixin
    private HelpOption help;

    @Mixin
    private DataOption data;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What ./tr50 backup has written.")
    private Path file;

    @Override
    public Integer call() throws IOException, Refusal {
        if (!Files.isRegularFile(file)) {
            throw new Refusal("there is no file " + file);
        }
        Restored restored;
        try (InputStream archive = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            restored = Restoration.restore(archive, data.folder());
        }
        if (restored.incomplete() > 0) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "tr50: the bytes of %d files are not whole; they were not when the backup was made%n",
                            restored.incomplete());
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%s holds what a gateway %s kept at %s, with %d files%n",
                        data.folder(), restored.program(), restored.created(), restored.files());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
