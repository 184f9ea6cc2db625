package dev.tr50.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Where samples are kept: memory and journal first, then blocks in the database. */
final class SampleStore implements AutoCloseable {

    private static final long MEBIBYTE = 1 << 20;

    /** Of the memory, for what is not in blocks yet; twice that for the series it belongs to, and half for the heads of others. */
    private static final long PART_OF_MEMORY = 8;

    private static final long LEAST_JOURNAL = 4 * MEBIBYTE;
    private static final long MOST_JOURNAL = 64 * MEBIBYTE;

    private final Database database;
    private final Retention retention;
    private final Heads heads;
    private final Journal journal;
    private final Settling settling;
    private final long mostBytes;
    private SettlingThread thread;
    private SampleDeletion deletion;

    private SampleStore(Database database, Retention retention, Heads heads, Journal journal, long mostBytes) {
        this.database = database;
        this.retention = retention;
        this.heads = heads;
        this.journal = journal;
        this.settling = new Settling(database, heads, journal);
        this.mostBytes = mostBytes;
    }

    /** How long the journal may become in this process. */
    static long journalBytes() {
        return Math.min(
                MOST_JOURNAL, Math.max(LEAST_JOURNAL, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY));
    }

    /**
     * Reads back what is in no block yet.
     *
     * @param scheme a file system that H2 knows
     * @param found is told the number of the last sample in the journal before anything is written
     * @throws DataFolderException when the journal cannot be read or written, or is damaged
     */
    static SampleStore open(
            String scheme,
            Path dataFolder,
            Database database,
            Retention retention,
            long mostBytes,
            LongConsumer found) {
        Heads heads = new Heads(database, mostBytes / 2, 2 * mostBytes);
        Journal journal = JournalReplay.open(scheme, dataFolder, database, heads, mostBytes, found);
        return new SampleStore(database, retention, heads, journal, mostBytes);
    }

    /** Begins to move samples into blocks. */
    void begin(Supplier<CompletableFuture<Void>> durable) {
        thread = new SettlingThread(settling, heads, journal, mostBytes / 4, durable);
        deletion = new SampleDeletion(database, heads, settling, durable);
    }

    /** Brings to disk what was added before. */
    void write() throws IOException {
        journal.write();
    }

    TimeSeries timeSeries() {
        return new TimeSeries(database, heads, journal, thread, deletion);
    }

    void removeExpired(Instant now) {
        new SampleExpiry(database, deletion, retention).removeExpired(now);
    }

    /** Moves everything that has been published into blocks. */
    void settleAll() {
        try {
            thread.settleAll();
        } catch (IOException e) {
            throw new StorageException("The journal failed", e);
        }
    }

    Heads heads() {
        return heads;
    }

    Journal journal() {
        return journal;
    }

    SettlingThread thread() {
        return thread;
    }

    /** Ends the moving; to be called while what was published can still be brought to disk. */
    void end() {
        thread.close();
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new StorageException("The journal cannot be closed", e);
        }
    }
}
