package dev.tr50.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Copies an open data folder into one archive: the database and the journal as they are at one moment after the call, and the bytes of
 * every file that is there then. Who changes something meanwhile waits for as long as writing what is committed takes, once.
 *
 * <p>Bytes that no file needs any more stay on the disk until the backup is done and the next sweep has run.
 */
public final class Backup implements AutoCloseable {

    private final DataFolder folder;
    private final H2 h2;
    private final SampleStore samples;
    private final Blobs blobs;
    private final Clock clock;
    private final ReentrantLock running = new ReentrantLock();
    private volatile boolean ending;

    Backup(DataFolder folder, H2 h2, SampleStore samples, Blobs blobs, Clock clock) {
        this.folder = folder;
        this.h2 = h2;
        this.samples = samples;
        this.blobs = blobs;
        this.clock = clock;
    }

    /**
     * Writes the archive.
     *
     * @param target gets many small pieces; stays open
     * @param program the version of whoever makes the backup, for the archive
     * @param furtherFiles of the data folder, by name, or folders with files; those that are missing are left out
     * @throws BackupException when another backup is being made, or the disk has no room for a copy of the database
     */
    public BackupSummary writeTo(OutputStream target, String program, List<String> furtherFiles) throws IOException {
        if (!running.tryLock()) {
            throw new BackupException("Another backup is being made");
        }
        blobs.keep();
        try {
            requireGoingOn();
            return write(new BackupWriter(target, program, clock.instant(), this::requireGoingOn), furtherFiles);
        } finally {
            blobs.letGo();
            running.unlock();
        }
    }

    private BackupSummary write(BackupWriter writer, List<String> furtherFiles) throws IOException {
        List<JournalPart> journal = new ArrayList<>();
        try (FileChannel copy = nameless()) {
            copyDatabase(copy, journal);
            writer.add(DataFolder.DATABASE_FILE, copy.size(), copy.position(0));
            for (JournalPart part : journal) {
                writer.add(Journal.FOLDER + "/" + part.name(), part.length(), part.channel());
            }
        } finally {
            JournalPart.close(journal);
        }
        addRest(writer, folder.path(), furtherFiles);
        return writer.finish();
    }

    /** While the database is held fast its file only grows, so that must not last for as long as somebody takes to fetch it. */
    private void copyDatabase(FileChannel copy, List<JournalPart> journal) throws IOException {
        FrozenDatabase database = freeze(journal);
        try {
            requireSpace(database.length());
            database.copyTo(copy, this::requireGoingOn);
        } finally {
            h2.thaw(database);
        }
    }

    private FrozenDatabase freeze(List<JournalPart> journal) throws IOException {
        try {
            return h2.freeze(() -> journal.addAll(samples.journal().parts()));
        } catch (SQLException | RuntimeException e) {
            throw new BackupException("The database cannot be copied: " + e.getMessage(), e);
        }
    }

    private void requireSpace(long bytes) throws IOException {
        long free = Files.getFileStore(folder.path()).getUsableSpace();
        if (free < bytes + SelfTest.LEAST_FREE_BYTES) {
            throw new BackupException(
                    "A backup needs room for a copy of the database on the disk of the data folder, %d bytes; %d are free"
                            .formatted(bytes + SelfTest.LEAST_FREE_BYTES, free));
        }
    }

    private void requireGoingOn() throws BackupException {
        if (ending) {
            throw new BackupException("The gateway is being stopped");
        }
    }

    /** Ends a backup that runs, unfinished, and allows no other. */
    @Override
    public void close() {
        ending = true;
        running.lock();
        running.unlock();
    }

    /** On the disk of the data folder; gone when it is closed, also by a crash. */
    private FileChannel nameless() throws IOException {
        Path file = folder.path().resolve("backup-" + ObjectId.next() + ".part");
        FileChannel channel = OwnerAlone.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        Files.deleteIfExists(file);
        return channel;
    }

    /**
     * Copies a data folder that nobody has open, and nothing in it is changed.
     *
     * @param target gets many small pieces; stays open
     * @param program the version of whoever makes the backup, for the archive
     * @param furtherFiles of the data folder, by name, or folders with files; those that are missing are left out
     * @throws BackupException when there is no database in the folder
     * @throws DataFolderException when the folder is in use
     */
    public static BackupSummary ofIdle(Path dataFolder, OutputStream target, String program, List<String> furtherFiles)
            throws IOException {
        Path database = dataFolder.resolve(DataFolder.DATABASE_FILE);
        if (!Files.isRegularFile(database)) {
            throw new BackupException(dataFolder.toAbsolutePath().normalize() + " is no data folder of a gateway");
        }
        try (DataFolder held = DataFolder.hold(dataFolder)) {
            BackupWriter writer =
                    new BackupWriter(target, program, Clock.systemUTC().instant(), () -> {});
            add(writer, DataFolder.DATABASE_FILE, held.databaseFile());
            for (String name : BlobFolder.names(held.path().resolve(Journal.FOLDER), Journal::isFile)) {
                add(
                        writer,
                        Journal.FOLDER + "/" + name,
                        held.path().resolve(Journal.FOLDER).resolve(name));
            }
            addRest(writer, held.path(), furtherFiles);
            return writer.finish();
        }
    }

    private static void addRest(BackupWriter writer, Path folder, List<String> furtherFiles) throws IOException {
        for (String name : furtherFiles) {
            if (Files.isDirectory(folder.resolve(name))) {
                addFolder(writer, folder, name, file -> BackupFormat.isData(name + "/" + file));
            } else {
                addIfThere(writer, name, folder.resolve(name));
            }
        }
        for (String shard : BlobFolder.shards()) {
            addFolder(writer, folder, BlobFolder.NAME + "/" + shard, BlobFolder::isBlob);
        }
    }

    private static void addFolder(BackupWriter writer, Path folder, String name, Predicate<String> wanted)
            throws IOException {
        for (String file : BlobFolder.names(folder.resolve(name), wanted)) {
            addIfThere(writer, name + "/" + file, folder.resolve(name).resolve(file));
        }
    }

    /** What has been listed and is gone now was never needed: nothing else is removed meanwhile. */
    private static void addIfThere(BackupWriter writer, String name, Path file) throws IOException {
        try {
            add(writer, name, file);
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    private static void add(BackupWriter writer, String name, Path file) throws IOException {
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            writer.add(name, content.size(), content);
        }
    }
}
