package dev.tr50.storage;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a storage is doing and has done since it was opened. To be read at any time from any thread. */
public final class StorageActivity {

    /**
     * What all things and groups have stored together.
     *
     * @param files how many
     * @param bytes their lengths
     */
    public record Stored(long files, long bytes) {}

    private final Database database;
    private final List<GroupCommit> commits;
    private final SampleStore samples;
    private final Blobs blobs;

    StorageActivity(Database database, List<GroupCommit> commits, SampleStore samples, Blobs blobs) {
        this.database = database;
        this.commits = commits;
        this.samples = samples;
        this.blobs = blobs;
    }

    /** Connections to the database in use now. */
    public long busyConnections() {
        return database.connections().getActiveConnections();
    }

    /** Connections to the database that are open, in use or not. */
    public long connections() {
        return database.connections().getTotalConnections();
    }

    /** Threads that wait for a connection to the database. */
    public long waitingForConnection() {
        return database.connections().getThreadsAwaitingConnection();
    }

    /** Changes whose makers wait until they are on the disk. */
    public long waitingForDisk() {
        return commits.stream().mapToLong(GroupCommit::waiting).sum();
    }

    /** How often changes were brought to the disk, failures included: the database with the journal of samples, or that alone. */
    public long syncs() {
        return commits.stream().mapToLong(GroupCommit::syncs).sum();
    }

    /** How often that failed. */
    public long failedSyncs() {
        return commits.stream().mapToLong(GroupCommit::failures).sum();
    }

    /** How long that took together, in seconds. */
    public double syncSeconds() {
        return (double) commits.stream().mapToLong(GroupCommit::nanos).sum() / TimeUnit.SECONDS.toNanos(1);
    }

    /** Bytes of samples that are on their way to the journal. */
    public long gatheredSampleBytes() {
        return samples.journal().gatheredBytes();
    }

    /** Bytes of the journal, with those on their way there: samples that are in no block yet. */
    public long journalBytes() {
        return samples.journal().bytes();
    }

    /** Series with samples that are in no block yet. */
    public long unsettledSeries() {
        return samples.heads().unsettledSeries();
    }

    /** How often somebody who published had to wait for room in the journal. */
    public long waitsForJournal() {
        return samples.journal().waits();
    }

    /** How often moving samples from the journal into blocks failed. */
    public long failedSettlings() {
        return samples.thread().failures();
    }

    /** Files whose bytes are arriving, or have arrived and wait for their row. */
    public long arrivingFiles() {
        return blobs.unsettled();
    }

    /**
     * What is stored now. Adds up a row for each thing and group, so not for every moment.
     *
     * @throws StorageException when the database fails
     */
    public Stored stored() {
        return database.read(
                handle -> handle.createQuery("SELECT SUM(file_count) AS files, SUM(byte_count) AS bytes FROM scopes")
                        .map((row, context) -> new Stored(row.getLong("files"), row.getLong("bytes")))
                        .one());
    }
}
