package dev.tr50.gateway.backup;

import dev.tr50.gateway.audit.AuditLog;
import dev.tr50.gateway.identity.FirstStart;
import dev.tr50.storage.Backup;
import dev.tr50.storage.BackupSummary;
import dev.tr50.storage.OwnerAlone;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a backup to whoever connects to a Unix domain socket in the data folder, which the owner of the folder alone can do. It is sent
 * to them, so that a gateway that may write nowhere else can be backed up too.
 */
public final class BackupDoor implements AutoCloseable {

    /** What a gateway keeps in its data folder beside the storage, by name. */
    public static final List<String> FURTHER_FILES = List.of(FirstStart.CREDENTIALS, AuditLog.FOLDER);

    private static final Logger LOG = LoggerFactory.getLogger(BackupDoor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_CONNECTIONS = 4;

    private final ServerSocketChannel listener;
    private final Path socket;
    private final Backup backup;
    private final AuditLog audit;
    private final BackupCounts counts;
    private final String program;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

    private BackupDoor(
            ServerSocketChannel listener,
            Path socket,
            Backup backup,
            AuditLog audit,
            BackupCounts counts,
            String program) {
        this.listener = listener;
        this.socket = socket;
        this.backup = backup;
        this.audit = audit;
        this.counts = counts;
        this.program = program;
    }

    /**
     * Opens the door.
     *
     * @param audit is told of every backup
     * @param counts too, and of those that fail
     * @param program the version of the gateway, for the archive
     * @return nothing, with a line in the log, where the system has no such sockets or the path of the folder is too long for one; the
     *     gateway can be backed up while it is stopped then
     */
    public static Optional<BackupDoor> open(
            Path dataFolder, Backup backup, AuditLog audit, BackupCounts counts, String program) {
        Path folder = BackupSocket.folder(dataFolder);
        Path socket = folder.resolve(BackupSocket.NAME);
        try {
            OwnerAlone.makeFolder(folder);
            // What a crash has left; the data folder is ours alone.
            Files.deleteIfExists(socket);
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                listener.bind(BackupSocket.address(dataFolder));
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException | RuntimeException e) {
                listener.close();
                throw e;
            }
            BackupDoor door = new BackupDoor(listener, socket, backup, audit, counts, program);
            start("backup-door", door::accept);
            return Optional.of(door);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("No backup can be made while the gateway runs: {}: {}", socket, e.toString());
            return Optional.empty();
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel connection = listener.accept();
                connections.add(connection);
                if (connections.size() > MOST_CONNECTIONS || !listener.isOpen()) {
                    end(connection);
                } else {
                    start("backup", () -> serve(connection));
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                LOG.warn("A request for a backup could not be accepted: {}", e.toString());
                pause();
            }
        }
    }

    /** What keeps connections from being accepted, such as too many open files, does not go by trying at once. */
    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    private void serve(SocketChannel connection) {
        try (FrameOutput target = new FrameOutput(connection, PATIENCE)) {
            send(target);
        } catch (IOException | RuntimeException e) {
            counts.failed();
            LOG.warn("A backup was not finished: {}", e.toString());
        } finally {
            end(connection);
        }
    }

    private void send(FrameOutput target) throws IOException {
        long begin = System.nanoTime();
        BackupSummary summary;
        try {
            summary = backup.writeTo(target, program, FURTHER_FILES);
        } catch (IOException | RuntimeException e) {
            tell(target, e);
            throw e;
        }
        target.end(summary.files(), summary.bytes());
        counts.finished(Instant.now());
        audit.did("backup", summary.files() + " files, " + summary.bytes() + " bytes");
        LOG.info(
                "Backup of {} files, {} bytes, made in {} ms",
                summary.files(),
                summary.bytes(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    private static void tell(FrameOutput target, Exception failure) {
        try {
            target.fail(String.valueOf(failure.getMessage()));
        } catch (IOException gone) {
            failure.addSuppressed(gone);
        }
    }

    private void end(SocketChannel connection) {
        connections.remove(connection);
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("The connection of a backup could not be closed", e);
        }
    }

    /** Ends what runs: whoever fetches a backup is told by the end of the connection that it is not whole. */
    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("The socket for backups could not be removed: {}", e.toString());
        }
        connections.forEach(this::end);
    }
}
