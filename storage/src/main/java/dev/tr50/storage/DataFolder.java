package dev.tr50.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder everything is kept in, held by one process at a time. */
final class DataFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    static final String DATABASE = "metadata";
    static final String LOCK = "lock";
    static final String DATABASE_FILE = DATABASE + H2.SUFFIX;
    static final String MARK = "synced";

    /** Holds what is being restored; when it is there and nobody holds the folder, that was interrupted. */
    static final String UNFINISHED = "restoring";

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** @throws DataFolderException when it cannot be written or is held */
    static DataFolder hold(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        FileChannel lockFile;
        try {
            make(absolute);
            lockFile = OwnerAlone.open(absolute.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new DataFolderException("The data folder " + absolute + " cannot be written: " + e.getMessage(), e);
        }
        DataFolder held = new DataFolder(absolute, lockFile);
        try {
            held.lock();
            held.refuseUnfinished();
            held.refuseBlobsWithoutDatabase();
            held.closeToOthers();
            return held;
        } catch (DataFolderException e) {
            held.close();
            throw e;
        }
    }

    /** A folder that exists is left as it is: it may be one that others use too. What is made in it is for the owner alone. */
    private static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        OwnerAlone.makeFolder(folder);
    }

    private void lock() {
        try {
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw heldByAnother(null);
            }
        } catch (OverlappingFileLockException e) {
            throw heldByAnother(e);
        } catch (IOException e) {
            throw new DataFolderException("The data folder " + folder + " cannot be locked: " + e.getMessage(), e);
        }
    }

    private DataFolderException heldByAnother(Throwable cause) {
        return new DataFolderException("The data folder " + folder + " is in use by another process", cause);
    }

    private void refuseUnfinished() {
        if (Files.exists(folder.resolve(UNFINISHED))) {
            throw new DataFolderException("Restoring a backup into " + folder
                    + " was interrupted: delete the folder and restore the backup once more");
        }
    }

    /** A fresh database beside old blobs would have the sweep remove every one of them. */
    private void refuseBlobsWithoutDatabase() {
        Path database = databaseFile();
        try {
            boolean missing = !Files.exists(database) || Files.size(database) == 0;
            if (missing && hasBlobs()) {
                throw new DataFolderException(
                        "The database " + database
                                + " is missing or empty, but there are blobs beside it: restore it from a backup, or start with an empty data folder");
            }
        } catch (IOException e) {
            throw new DataFolderException("The data folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Earlier versions left the permissions of all but the folder itself to the umask. */
    private void closeToOthers() {
        List.of(folder.resolve(LOCK), databaseFile(), mark(), BlobFolder.in(folder), JournalReplay.in(folder))
                .forEach(OwnerAlone::reclaim);
        try {
            if (OwnerAlone.othersMayWriteIn(folder)) {
                LOG.warn("Others than the owner may rename and remove what is in the data folder {}", folder);
            }
        } catch (IOException e) {
            throw new DataFolderException("The data folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean hasBlobs() throws IOException {
        Path blobs = BlobFolder.in(folder);
        if (!Files.isDirectory(blobs)) {
            return false;
        }
        try (Stream<Path> entries = Files.walk(blobs, 2)) {
            return entries.anyMatch(path -> BlobFolder.isBlob(path.toFile().getName()));
        }
    }

    Path path() {
        return folder;
    }

    /** Without the suffix that H2 adds. */
    Path database() {
        return folder.resolve(DATABASE);
    }

    Path databaseFile() {
        return folder.resolve(DATABASE_FILE);
    }

    /** See {@link SyncedMark}. */
    Path mark() {
        return folder.resolve(MARK);
    }

    /** @throws DataFolderException when the database reaches less far than it once did */
    void requireDatabase(long version) {
        SyncedMark.read(mark()).ifPresent(once -> require(databaseFile(), version >= once.database()));
    }

    /** @throws DataFolderException when the journal reaches less far than it once did */
    void requireJournal(long lastSample) {
        SyncedMark.read(mark()).ifPresent(once -> require(JournalReplay.in(folder), lastSample >= once.samples()));
    }

    private void require(Path what, boolean isWhole) {
        if (!isWhole) {
            throw new DataFolderException("The end of " + what
                    + " is missing, with changes that were acknowledged; restore the data folder from a backup. Nothing in"
                    + " it was changed. To go on without these changes, remove " + mark());
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new StorageException("The lock on " + folder + " cannot be given back", e);
        }
    }
}
