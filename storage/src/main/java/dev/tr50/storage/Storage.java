package dev.tr50.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A data folder: its database and its blobs. Every part may be used by any number of threads. */
public final class Storage implements AutoCloseable {

    private final DataFolder folder;
    private final H2 h2;
    private final Database database;
    private final SampleStore samples;
    private final GroupCommit commit;
    private final GroupCommit journalCommit;
    private final PendingDefinitions pendingDefinitions;
    private final SyncedMark mark;
    private final BlobRemoval removal;
    private final Groups groups;
    private final Things things;
    private final ThingDefinitions thingDefinitions;
    private final Users users;
    private final Apps apps;
    private final AppRoles appRoles;
    private final Sessions sessions;
    private final Tokens tokens;
    private final Memberships memberships;
    private final Provisioning provisioning;
    private final Files files;
    private final Transfers transfers;
    private final TimeSeries timeSeries;
    private final LastSeen lastSeen;
    private final Mailbox mailbox;
    private final HardwareRegister hardware;
    private final Blobs blobs;
    private final Sweep sweep;
    private final SelfTest selfTest;
    private final Backup backup;
    private final StorageActivity activity;

    private Storage(
            DataFolder folder,
            H2 h2,
            Database database,
            ScopeQuota quota,
            SampleStore samples,
            Clock clock,
            Steps.Listener steps) {
        this.folder = folder;
        this.h2 = h2;
        this.database = database;
        this.samples = samples;
        blobs = new Blobs(new BlobFolder(folder.path()), steps);
        mark = new SyncedMark(folder.mark());
        commit = new GroupCommit("storage-durable", () -> {
            samples.write();
            h2.sync();
            mark.reached(reached(h2, samples));
        });
        journalCommit = new GroupCommit("storage-journal", () -> {
            samples.write();
            mark.reached(reached(h2, samples));
        });
        pendingDefinitions = new PendingDefinitions(commit::durable);
        samples.begin(commit::durable);
        BlobReferences references = new BlobReferences(database);
        removal = new BlobRemoval(blobs, references, commit::durable);
        groups = new Groups(database, clock);
        DefinitionCache definitionCache = new DefinitionCache(database);
        thingDefinitions = new ThingDefinitions(database, definitionCache, pendingDefinitions, clock);
        things = new Things(database, definitionCache, clock);
        users = new Users(database);
        apps = new Apps(database, clock);
        appRoles = new AppRoles(database, clock);
        sessions = new Sessions(database);
        tokens = new Tokens(database);
        memberships = new Memberships(database);
        DeletedScopes deletedScopes = new DeletedScopes(database, removal);
        DeletedSeries deletedSeries = new DeletedSeries(database, removal);
        mailbox = new Mailbox(database);
        provisioning = new Provisioning(
                database, things, definitionCache, mailbox, removal, deletedScopes, deletedSeries, clock);
        FileStoring storing = new FileStoring(quota);
        files = new Files(database, removal, blobs, storing, clock);
        transfers = new Transfers(database, removal, blobs, storing, clock);
        timeSeries = samples.timeSeries();
        lastSeen = new LastSeen(database);
        hardware = new HardwareRegister(database);
        activity = new StorageActivity(database, List.of(commit, journalCommit), samples, blobs);
        selfTest = new SelfTest(folder.path(), folder.databaseFile(), lastSeen, commit, blobs, clock);
        backup = new Backup(folder, h2, samples, blobs, clock);
        sweep = new Sweep(
                sessions, tokens, transfers, deletedScopes, deletedSeries, samples, blobs, references, commit::durable);
    }

    /** Opens a data folder whose scopes may hold any number of files: see {@link #open(Path, ScopeQuota, Retention)}. */
    public static Storage open(Path dataFolder) {
        return open(dataFolder, ScopeQuota.NONE, Retention.FOREVER);
    }

    /**
     * Opens a data folder, or makes a new one. What a crash left behind is removed by the first {@link #sweep}.
     *
     * @param quota for each scope; what a scope has already stays, however much it is
     * @param retention of samples; what is older goes with the sweeps
     * @throws DataFolderException when the folder cannot be written, another process holds it, or its database is damaged
     */
    public static Storage open(Path dataFolder, ScopeQuota quota, Retention retention) {
        return open(dataFolder, quota, retention, OrderedFilePath.SCHEME, Steps.NOBODY, SampleStore.journalBytes());
    }

    /** The same; samples are kept for ever. */
    public static Storage open(Path dataFolder, ScopeQuota quota) {
        return open(dataFolder, quota, Retention.FOREVER);
    }

    static Storage open(Path dataFolder, String scheme, Steps.Listener steps) {
        return open(dataFolder, ScopeQuota.NONE, scheme, steps);
    }

    static Storage open(Path dataFolder, ScopeQuota quota, String scheme, Steps.Listener steps) {
        return open(dataFolder, quota, Retention.FOREVER, scheme, steps, SampleStore.journalBytes());
    }

    /** @param journalBytes how long the journal of samples may become */
    static Storage open(
            Path dataFolder,
            ScopeQuota quota,
            Retention retention,
            String scheme,
            Steps.Listener steps,
            long journalBytes) {
        OrderedFilePath.register();
        DataFolder folder = DataFolder.hold(dataFolder);
        H2 h2 = null;
        Database database = null;
        SampleStore samples = null;
        try {
            var prepared = Database.prepare();
            h2 = H2.open(folder.database(), scheme);
            folder.requireDatabase(h2.version());
            Migrations.apply(h2);
            database = prepared.join().apply(h2);
            samples =
                    SampleStore.open(scheme, folder.path(), database, retention, journalBytes, folder::requireJournal);
            h2.begin();
            return new Storage(folder, h2, database, quota, samples, Clock.systemUTC(), steps);
        } catch (RuntimeException e) {
            close(samples);
            close(database);
            close(h2);
            folder.close();
            throw e;
        }
    }

    private static SyncedMark.Position reached(H2 h2, SampleStore samples) {
        return new SyncedMark.Position(h2.version(), samples.journal().synced());
    }

    private static void close(AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            throw new StorageException("The storage cannot be closed", e);
        }
    }

    /** Groups. */
    public Groups groups() {
        return groups;
    }

    /** What things are made of. */
    public HardwareRegister hardware() {
        return hardware;
    }

    /** What the things of one kind have in common. */
    public ThingDefinitions thingDefinitions() {
        return thingDefinitions;
    }

    /** Devices. */
    public Things things() {
        return things;
    }

    /** People and their roles. */
    public Users users() {
        return users;
    }

    /** Programs that things connect with. */
    public Apps apps() {
        return apps;
    }

    /** What their things may do. */
    public AppRoles appRoles() {
        return appRoles;
    }

    /** Logins. */
    public Sessions sessions() {
        return sessions;
    }

    /** Which users are in which groups. */
    public Memberships memberships() {
        return memberships;
    }

    /** What comes and goes as a whole. */
    public Provisioning provisioning() {
        return provisioning;
    }

    /** What users show in place of their password. */
    public Tokens tokens() {
        return tokens;
    }

    /** Files of things and groups. */
    public Files files() {
        return files;
    }

    /** Handles for bytes on their way. */
    public Transfers transfers() {
        return transfers;
    }

    /** What things publish. */
    public TimeSeries timeSeries() {
        return timeSeries;
    }

    /** When things were last connected. */
    public LastSeen lastSeen() {
        return lastSeen;
    }

    /** Messages that wait for things. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** Whether changes and bytes can be stored at this moment. */
    public SelfTest selfTest() {
        return selfTest;
    }

    /** Copies all of it. */
    public Backup backup() {
        return backup;
    }

    /** What is going on. */
    public StorageActivity activity() {
        return activity;
    }

    /** Bytes of files. */
    public Blobs blobs() {
        return blobs;
    }

    /**
     * Completes when every change whose method returned before this call is on the disk, as far as the disk keeps what it
     * says of fsync; exceptionally, with a {@link StorageException}, when that failed. Those who wait at the same time
     * share one sync.
     *
     * <p>Dependants run on the thread that syncs: keep them short, or use the {@code …Async} forms.
     */
    public CompletableFuture<Void> durable() {
        return commit.durable();
    }

    /**
     * The same for what was added to {@link #timeSeries} before this call, and nothing else. It needs the journal alone, so it does
     * not wait for a database that is busy or stands still, unless a definition is not on the disk yet: what is published
     * under a key that was just defined needs both.
     */
    public CompletableFuture<Void> published() {
        return pendingDefinitions.any() ? commit.durable() : journalCommit.durable();
    }

    /**
     * Removes expired handles and sessions, and bytes that no file has. To be called after the start and every hour, beside
     * normal work.
     *
     * @throws StorageException when the disk or the database fails; the next sweep goes on
     */
    public void sweep(Instant now) {
        sweep.run(now);
    }

    Database database() {
        return database;
    }

    PendingDefinitions pendingDefinitions() {
        return pendingDefinitions;
    }

    SampleStore samples() {
        return samples;
    }

    /** Ends after everything committed is on the disk. */
    @Override
    public void close() {
        try {
            backup.close();
            samples.end();
            journalCommit.close();
            commit.close();
            removal.close();
        } finally {
            try {
                samples.close();
            } finally {
                closeDatabase();
            }
        }
    }

    private void closeDatabase() {
        try {
            database.close();
        } finally {
            try {
                h2.close();
                mark.reached(reached(h2, samples));
            } finally {
                mark.close();
                folder.close();
            }
        }
    }
}
