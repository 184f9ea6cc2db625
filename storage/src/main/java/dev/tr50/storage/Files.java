package dev.tr50.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * The files of every scope. Names are compared and ordered by code point; a name or tag that is no Unicode text (half a
 * surrogate pair) is an {@link IllegalArgumentException} in every method.
 */
public final class Files {

    private final Database database;
    private final BlobRemoval removal;
    private final Blobs blobs;
    private final FileStoring storing;
    private final Clock clock;
    private final FileListing listing;

    Files(Database database, BlobRemoval removal, Blobs blobs, FileStoring storing, Clock clock) {
        this.database = database;
        this.removal = removal;
        this.blobs = blobs;
        this.storing = storing;
        this.clock = clock;
        this.listing = new FileListing(database);
    }

    /** The file with this name. */
    public Optional<StoredFile> find(Scope scope, String name) {
        return database.read(handle -> FileRows.find(handle, scope, name)).map(FileRows.Row::file);
    }

    /** The file with this id, whatever its scope. */
    public Optional<StoredFile> findById(String id) {
        return database.read(handle -> FileRows.findById(handle, id)).map(FileRows.Row::file);
    }

    /**
     * A page of a scope's files and the number of all that match. The first page costs the same whatever the number of
     * files, with no tag and with one; with several, no more than a walk through the files of the rarest. The
     * descriptions of these files are without their attributes.
     */
    public FilePage list(FileQuery query) {
        return listing.list(query);
    }

    /**
     * A page of a scope's files and the number of all that match. The first page costs the same whatever the number of
     * files, also of one class or of one format; with both given, no more than a walk through the files of the rarer one.
     * With a part of a name, every file of the scope, the class or the format is looked at twice.
     */
    public FilePage describedPage(DescribedFileQuery query) {
        return listing.list(query);
    }

    /**
     * For a refusal before the bytes are taken. Whoever stores them afterwards may be refused all the same.
     *
     * @param name of the file that shall be stored, new or replaced
     * @param bytes that it will have at least
     * @throws QuotaExceededException when the scope has no room for it now
     */
    public void requireRoom(Scope scope, String name, long bytes) {
        database.read(handle -> {
            storing.requireRoom(handle, scope, name, bytes);
            return null;
        });
    }

    /**
     * Makes delivered bytes a new file, private and without tags. The bytes are discarded when it fails.
     *
     * @throws AlreadyExistsException when the scope has a file of this name, which stays as it is
     * @throws QuotaExceededException when the scope has no room for it
     * @throws NoSuchScopeException when the thing or group is gone
     */
    public StoredFile create(Scope scope, String name, FileDescription description, BlobReceipt blob) {
        return storing(scope, blob, handle -> {
                    if (!Scopes.lockToChange(handle, scope)) {
                        throw new NoSuchScopeException(scope);
                    }
                    return Optional.of(storing.create(handle, scope, name, description, blob, now()));
                })
                .orElseThrow();
    }

    /**
     * Makes delivered bytes the content of a file, and changes its description, all at once. Its id, its tags and who may
     * read it stay. Reads of the old bytes that have begun go on to their end. The bytes are discarded when it fails.
     *
     * @return empty when there is no such file; the bytes are gone then
     * @throws QuotaExceededException when the new bytes are more than the old ones and the scope has no room for them
     */
    public Optional<StoredFile> replace(Scope scope, String name, FileDescriptionChange change, BlobReceipt blob) {
        return replace(scope, name, file -> true, change, blob);
    }

    /**
     * The same, on a condition.
     *
     * @param onlyIf what must hold of the file as it is at that moment
     * @throws ConditionFailedException when it does not hold; the file stays as it is, and the bytes are discarded
     */
    public Optional<StoredFile> replace(
            Scope scope, String name, Predicate<StoredFile> onlyIf, FileDescriptionChange change, BlobReceipt blob) {
        Set<String> released = new HashSet<>();
        Optional<StoredFile> replaced = storing(scope, blob, handle -> {
            return findToChange(handle, scope, name)
                    .map(row -> storing.replace(handle, row.when(onlyIf), change, blob, now(), released));
        });
        removal.released(released);
        return replaced;
    }

    private Optional<StoredFile> storing(
            Scope scope, BlobReceipt blob, HandleCallback<Optional<StoredFile>, RuntimeException> change) {
        Optional<StoredFile> stored;
        try {
            stored = database.write(scope, change);
        } catch (AlreadyExistsException | QuotaExceededException | NoSuchScopeException | ConditionFailedException e) {
            blobs.discard(blob);
            throw e;
        } finally {
            blobs.settled(blob.blobId());
        }
        if (stored.isEmpty()) {
            blobs.discard(blob);
        }
        blobs.reached(Steps.FILE_COMMITTED);
        return stored;
    }

    /**
     * Changes the description of a file, and nothing else of it: not the moment of its upload either.
     *
     * @return the file as it is then; empty when there is no such file
     */
    public Optional<StoredFile> describe(Scope scope, String name, FileDescriptionChange change) {
        return describe(scope, name, file -> true, change);
    }

    /**
     * The same, on a condition.
     *
     * @param onlyIf what must hold of the file as it is at that moment
     * @throws ConditionFailedException when it does not hold; the file stays as it is
     */
    public Optional<StoredFile> describe(
            Scope scope, String name, Predicate<StoredFile> onlyIf, FileDescriptionChange change) {
        return database.write(scope, handle -> {
            return findToChange(handle, scope, name).map(row -> FileStoring.describe(handle, row.when(onlyIf), change));
        });
    }

    private static Optional<FileRows.Row> findToChange(Handle handle, Scope scope, String name) {
        return Scopes.lockToChange(handle, scope) ? FileRows.find(handle, scope, name) : Optional.empty();
    }

    static AlreadyExistsException taken(String name, Throwable cause) {
        return new AlreadyExistsException("A file named \"" + name + "\" exists", cause);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Deletes a file and ends the download handles on it; whether there was one. Reads that have begun go on to their end.
     * The bytes are removed once the deletion is durable.
     */
    public boolean delete(Scope scope, String name) {
        return delete(scope, name, file -> true);
    }

    /**
     * The same, on a condition.
     *
     * @param onlyIf what must hold of the file as it is at that moment
     * @throws ConditionFailedException when it does not hold; the file stays
     */
    public boolean delete(Scope scope, String name, Predicate<StoredFile> onlyIf) {
        Set<String> released = new HashSet<>();
        boolean deleted = database.write(scope, handle -> delete(handle, scope, name, onlyIf, released));
        blobs.reached(Steps.DELETION_COMMITTED);
        removal.released(released);
        return deleted;
    }

    private static boolean delete(
            Handle handle, Scope scope, String name, Predicate<StoredFile> onlyIf, Collection<String> released) {
        Optional<FileRows.Row> found = findToChange(handle, scope, name).map(row -> row.when(onlyIf));
        found.ifPresent(row -> {
            released.add(row.file().blobId());
            released.addAll(DownloadRows.deleteOf(handle, row.file()));
            TagRows.delete(handle, row);
            DescriptionCounts.remove(handle, row.file());
            FileRows.delete(handle, row.pk());
            Scopes.countFiles(handle, scope, -1, -row.file().length());
        });
        return found.isPresent();
    }

    /**
     * The tags of the files of some scopes, with the number of files of each: most used first, then by tag.
     *
     * @param tags count only files that have all of these; empty for every file
     * @param limit tags to return at most
     */
    public List<TagCount> tagCloud(Collection<Scope> scopes, List<String> tags, int limit) {
        return database.read(handle -> TagClouds.ofScopes(handle, scopes, distinct(tags), limit));
    }

    /** The same for a group and all of its things. */
    public List<TagCount> tagCloudOfGroup(String groupId, List<String> tags, int limit) {
        return database.read(handle -> TagClouds.ofGroup(handle, groupId, distinct(tags), limit));
    }

    private static List<String> distinct(List<String> tags) {
        return new ArrayList<>(new LinkedHashSet<>(tags));
    }
}
