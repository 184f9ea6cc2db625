package dev.tr50.gateway.crash;

import dev.tr50.gateway.GatewayProcess;
import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A file system of its own under the data folder of gateways, in memory, which is soon full. Only those that are started here see it. */
final class SmallDisk implements AutoCloseable {
    private static final String PLAIN = "\"$@\"";

    private final Path folder;
    private final Process holder;

    private SmallDisk(Path folder, Process holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /** Nothing, where nobody may mount a file system of his own. */
    static Optional<SmallDisk> of(Path folder, int megabytes) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Process holder = new ProcessBuilder(
                        "unshare",
                        "-Urm",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o mode=700,size=" + megabytes + "m tmpfs '" + data
                                + "' && echo mounted && exec sleep 1d")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        SmallDisk disk = new SmallDisk(folder, holder);
        if ("mounted".equals(holder.inputReader().readLine())) {
            return Optional.of(disk);
        }
        disk.close();
        return Optional.empty();
    }

    GatewayProcess launch() throws IOException {
        return GatewayProcess.launch(
                folder, "exec nsenter -t " + holder.pid() + " -U -m --preserve-credentials -- " + PLAIN);
    }

    /** A gateway that is ready; what its first start made up can be read outside too. */
    GatewayProcess start() throws IOException {
        GatewayProcess gateway = launch().awaitReady();
        Files.copy(
                inside(FirstStart.CREDENTIALS),
                folder.resolve("data").resolve(FirstStart.CREDENTIALS),
                StandardCopyOption.REPLACE_EXISTING);
        return gateway;
    }

    private Path inside(String name) {
        return Path.of("/proc", Long.toString(holder.pid()), "root", folder.toString(), "data", name);
    }

    /** Leaves no byte free, by a file that somebody else has put there. */
    void fill() throws IOException {
        try (var filler = Files.newOutputStream(inside("of-somebody-else"))) {
            byte[] page = new byte[4096];
            while (true) {
                filler.write(page);
            }
        } catch (IOException full) {
            if (Files.size(inside("of-somebody-else")) == 0 && freeBytes() > 0) {
                throw full;
            }
        }
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(inside(".")).getUsableSpace();
    }

    void makeRoom() throws IOException {
        Files.delete(inside("of-somebody-else"));
    }

    @Override
    public void close() {
        holder.destroyForcibly().onExit().join();
    }
}
