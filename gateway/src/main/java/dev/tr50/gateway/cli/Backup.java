package dev.tr50.gateway.cli;

import dev.tr50.gateway.Gateway;
import dev.tr50.gateway.backup.BackupDoor;
import dev.tr50.gateway.backup.BackupRequest;
import dev.tr50.storage.BackupSummary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tr50 backup}. */
@Command(
        name = "backup",
        description = {
            "Writes everything a gateway keeps into one file.",
            "",
            "The gateway may run: it is asked, goes on, and everything it acknowledged before is in the backup. FILE is a tar archive,"
                    + " for its owner alone because it holds secrets. It gets its name when it is whole and on the disk;"
                    + " it must not exist before."
        })
final class Backup implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    @Mixin
    private HelpOption help;

    @Mixin
    private DataOption data;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "For example gateway-2026-11-22.tar.")
    private Path file;

    @Override
    public Integer call() throws IOException, Refusal {
        Path target = file.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new Refusal(file + " exists already");
        }
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Refusal("there is no folder for " + file);
        }
        // For the owner alone, as every temporary file.
        Path unfinished = Files.createTempFile(folder, target.getFileName() + ".", ".part");
        unfinished.toFile().deleteOnExit();
        try {
            BackupSummary summary = write(unfinished);
            if (Files.exists(target)) {
                throw new Refusal(file + " was made by somebody else meanwhile");
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
            spec.commandLine().getOut().printf("%s holds %d files, %d bytes%n", file, summary.files(), summary.bytes());
            spec.commandLine().getOut().flush();
            return 0;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private BackupSummary write(Path unfinished) throws IOException {
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
                OutputStream target = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            Optional<BackupSummary> running = BackupRequest.copyTo(data.folder(), target);
            BackupSummary summary = running.isPresent()
                    ? running.get()
                    : dev.tr50.storage.Backup.ofIdle(
                            data.folder(), target, Gateway.version(), BackupDoor.FURTHER_FILES);
            target.flush();
            channel.force(true);
            return summary;
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
