package dev.tr50.gateway.audit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.status.Status;
import dev.tr50.gateway.logline.LineQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/** The files of an audit log, each with a bound of its own: what anybody can cause must not push out what administrators did. */
final class AuditFiles implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(AuditFiles.class);

    /** Where a line goes. */
    enum Kind {
        /** What users did, and the gateway itself. Written before it is answered. */
        CHANGES("changes"),
        /** What things did. */
        THINGS("things"),
        /** What was refused. */
        REFUSED("refused");

        private final String file;

        Kind(String file) {
            this.file = file;
        }
    }

    private final LoggerContext context = new LoggerContext();
    private final Map<Kind, Logger> files = new EnumMap<>(Kind.class);
    private final Map<Kind, LineQueue> queues = new EnumMap<>(Kind.class);
    private final LongAdder failures = new LongAdder();

    /**
     * Opens them in a folder, which is made when missing.
     *
     * @param mostBytes of each kind
     */
    AuditFiles(Path folder, long mostBytes) throws IOException {
        Files.createDirectories(folder, ownerAlone(folder));
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.getStatusManager().add(this::failed);
        for (Kind kind : Kind.values()) {
            Logger logger = context.getLogger(kind.file);
            AuditFile file = AuditFile.open(context, folder, kind.file, mostBytes);
            logger.addAppender(kind == Kind.CHANGES ? file : queue(kind, file));
            files.put(kind, logger);
        }
    }

    private static FileAttribute<?>[] ownerAlone(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Those who cause these may be many, and on threads that must not wait for a disk. */
    private Appender<ILoggingEvent> queue(Kind kind, AuditFile file) {
        LineQueue queue = new LineQueue();
        queue.setContext(context);
        queue.setName(kind.file + "-queue");
        queue.addAppender(file);
        queue.start();
        queues.put(kind, queue);
        return queue;
    }

    private void failed(Status status) {
        if (status.getLevel() >= Status.WARN) {
            failures.increment();
            LOG.warn("The audit log: {}", status.getMessage(), status.getThrowable());
        }
    }

    void write(Kind kind, String line) {
        files.get(kind).info(line);
    }

    /** Lines for which there was no room. */
    long lost() {
        return queues.values().stream().mapToLong(LineQueue::lost).sum();
    }

    /** Times at which a file could not be written. */
    long failures() {
        return failures.sum();
    }

    /** Writes what waits. */
    @Override
    public void close() {
        context.stop();
    }
}
