package dev.tr50.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.api.ErrorCode;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** The embedded database: how it is opened, and how it is made to reach the disk. */
final class H2 implements AutoCloseable {

    /** What H2 adds to the name of a database. */
    static final String SUFFIX = ".mv.db";

    private static final int CACHE_KIB = 32 * 1024;

    /**
     * How long a chunk is kept at least from its birth. H2's 45 seconds are for disks that write when they like; {@link OrderedFile}
     * needs no time, and at each commit the file would grow by all the pages on the way to what changed. But with none, H2 gives up
     * chunks of which a statement that runs still reads: it fails with "Chunk not found". So a statement has this time.
     */
    private static final int RETENTION_MS = 5_000;

    /**
     * While it is open: versions, each a chunk, before the space of a dead chunk is used again. More than the at most 12 that H2 has on their
     * way to the file, so that no chunk is ever written over one that the newest on the disk needs.
     */
    private static final int VERSIONS_KEPT = 16;

    /** When less than this part of the used space is alive, H2 moves pages together. */
    private static final int FILL_PERCENT = 80;

    private static final int MOVED_BYTES = 512 * 1024;
    private static final long COMPACTION_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private static final String DAMAGED =
            "is damaged; restore the data folder from a backup. Nothing in it was changed.";
    private static final int LONGEST_REASON = 200;

    private final Path file;
    private final JdbcDataSource source;
    private final Connection own;
    private final ReentrantLock changes = new ReentrantLock();
    private final MVStore store;
    private final ClosureWatch watch;
    private long compactedAt = System.nanoTime();
    /** Whether something may have changed since the last sync. Guarded by the lock of changes. */
    private boolean changed = true;
    /** Whether the file must only grow. Guarded by the lock of changes. */
    private boolean frozen;
    /** That of the newest chunk for which the last sync was made, or which was there at the start. */
    private volatile long version;

    private H2(Path file, JdbcDataSource source, Connection own) throws SQLException {
        this.file = file;
        this.source = source;
        this.own = own;
        this.store = ((SessionLocal) own.unwrap(JdbcConnection.class).getSession())
                .getDatabase()
                .getStore()
                .getMvStore();
        store.setRetentionTime(RETENTION_MS);
        store.setVersionsToKeep(VERSIONS_KEPT);
        // No writing behind our back: only one who holds the lock of changes has the store written. Less than 0,
        // because with 0 each
        // commit of a transaction would write and sync a chunk.
        store.setAutoCommitDelay(-1);
        watch = new ClosureWatch(store);
        version = store.getFileStore().lastChunkVersion();
    }

    /**
     * Results of earlier queries are not used again: H2 takes a result that was read just before another session's commit for
     * one that was read after it.
     *
     * <p>Nothing is written to the file before {@link #begin}.
     *
     * @param scheme a file system that H2 knows
     * @throws DataFolderException when the file is damaged, or another process has it open
     */
    static H2 open(Path database, String scheme) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + scheme + ":" + database.toString().replace(";", "\\;")
                + ";LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=128;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;OPTIMIZE_REUSE_RESULTS=0;CACHE_SIZE="
                + CACHE_KIB);
        source.setUser("sa");
        source.setPassword("");
        Path file = database.resolveSibling(database.toFile().getName() + SUFFIX);
        try {
            return new H2(file, source, source.getConnection());
        } catch (SQLException e) {
            OrderedFilePath.abandon(file.toString());
            throw unusable(file, e);
        }
    }

    /** The failure of somebody who began to read: the file has not been written to. */
    DataFolderException unusable(SQLException e) {
        return unusable(file, e);
    }

    private static DataFolderException unusable(Path file, SQLException e) {
        String why = switch (e.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 -> "is in use by another process";
            case ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2 ->
                "cannot be read: " + reason(e)
                        + " If the disk is well, restore the data folder from a backup. Nothing in it was changed.";
            case ErrorCode.FILE_CORRUPTED_1 -> DAMAGED;
            default -> DAMAGED + " (" + reason(e) + ")";
        };
        return new DataFolderException("The database " + file + " " + why, e);
    }

    private static String reason(SQLException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.substring(0, Math.min(LONGEST_REASON, line.length()));
    }

    /**
     * Has changes written to the file, those that were made by opening it as well.
     *
     * @throws DataFolderException when the disk fails
     */
    void begin() {
        try {
            OrderedFilePath.release(file.toString());
        } catch (IOException e) {
            throw new DataFolderException("The database " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    JdbcDataSource source() {
        return source;
    }

    ClosureWatch watch() {
        return watch;
    }

    /**
     * Held by whoever changes something, from the first statement to the commit, and while the store is written.
     *
     * <p>H2 collects the roots of its maps one by one when it writes. A change that runs meanwhile could be caught with a row
     * and without the entry that would undo it, and a crash would make that half permanent.
     */
    ReentrantLock changes() {
        return changes;
    }

    /** The version of the store that is certainly on the disk. */
    long version() {
        return version;
    }

    /** Is told of every change before its commit, by who holds the lock of changes. */
    void changed() {
        changed = true;
    }

    /** Returns when every change committed before the call is on the disk. */
    void sync() throws SQLException {
        try {
            OptionalLong reached = checkpoint();
            if (reached.isPresent()) {
                // What is still on its way to the file.
                store.executeFilestoreOperation(() -> {});
                store.sync();
                version = reached.getAsLong();
            }
        } catch (SQLException | MVStoreException e) {
            watch.failed(e);
            failed();
            throw e;
        }
    }

    /**
     * Holds fast what is committed now, for somebody who copies it. Those who change something wait for as long as writing what is
     * committed takes.
     *
     * @param sameMoment is run before anything else is committed
     */
    FrozenDatabase freeze(IoAction sameMoment) throws SQLException, IOException {
        changes.lock();
        try {
            changed = true;
            checkpoint();
            // Written, and not on the disk yet: that is for the next sync to see to.
            changed = true;
            store.executeFilestoreOperation(() -> {});
            sameMoment.run();
            FrozenDatabase database = new FrozenDatabase(store);
            frozen = true;
            return database;
        } catch (SQLException | MVStoreException e) {
            watch.failed(e);
            throw e;
        } finally {
            changes.unlock();
        }
    }

    /** What was held fast may go. */
    void thaw(FrozenDatabase database) {
        changes.lock();
        try {
            database.close();
            frozen = false;
        } finally {
            changes.unlock();
        }
    }

    /** The version of the newest chunk, which may not be in the file yet; empty when there was nothing to write. */
    private OptionalLong checkpoint() throws SQLException {
        changes.lock();
        try (Statement statement = own.createStatement()) {
            if (!changed) {
                return OptionalLong.empty();
            }
            statement.execute("CHECKPOINT");
            compactNowAndThen();
            changed = false;
            return OptionalLong.of(store.getFileStore().lastChunkVersion());
        } finally {
            changes.unlock();
        }
    }

    private void failed() {
        changes.lock();
        changed = true;
        changes.unlock();
    }

    private void compactNowAndThen() {
        if (!frozen && System.nanoTime() - compactedAt > COMPACTION_PAUSE) {
            store.compact(FILL_PERCENT, MOVED_BYTES);
            compactedAt = System.nanoTime();
        }
    }

    /**
     * While versions are kept, H2's compaction at the end moves chunks over others of a file that a crash had left, and the next
     * start finds it damaged. Nothing is on its way to the file any more then, so they need not be kept.
     */
    @Override
    public void close() {
        watch.closing();
        store.setVersionsToKeep(0);
        try {
            own.close();
            version = store.getFileStore().lastChunkVersion();
        } catch (SQLException e) {
            throw new StorageException("The database cannot be closed", e);
        } finally {
            OrderedFilePath.abandon(file.toString());
        }
    }
}
