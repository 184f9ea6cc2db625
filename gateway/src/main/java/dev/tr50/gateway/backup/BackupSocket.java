package dev.tr50.gateway.backup;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Objects;

/** Where a gateway that runs is asked for a backup of its data folder. */
final class BackupSocket {

    static final String FOLDER = "control";
    static final String NAME = "backup";

    private BackupSocket() {}

    static Path folder(Path dataFolder) {
        return dataFolder.toAbsolutePath().normalize().resolve(FOLDER);
    }

    /** The path is as short as can be: operating systems take about a hundred bytes. */
    static UnixDomainSocketAddress address(Path dataFolder) {
        Path socket = folder(dataFolder).resolve(NAME);
        Path here = Path.of("").toAbsolutePath();
        Path shorter = Objects.equals(socket.getRoot(), here.getRoot()) ? here.relativize(socket) : socket;
        return UnixDomainSocketAddress.of(
                shorter.toString().length() < socket.toString().length() ? shorter : socket);
    }
}
