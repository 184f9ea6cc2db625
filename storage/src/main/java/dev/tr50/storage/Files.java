package dev.tr50.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The files of every scope. Names are compared and ordered by code point; a name or tag that is no Unicode text (half a
 * surrogate pair) is an {@link IllegalArgumentException} in every method.
 */
public final class Files {

    private final Database database;
    private final BlobRemoval removal;
    private final Blobs blobs;
    private final FileListing listing;

    Files(Database database, BlobRemoval removal, Blobs blobs) {
        this.database = database;
        this.removal = removal;
        this.blobs = blobs;
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
     * files, with no tag and with one; with several, no more than a walk through the files of the rarest.
     */
    public FilePage list(FileQuery query) {
        return listing.list(query);
    }

    /**
     * Deletes a file and ends the download handles on it; whether there was one. Reads that have begun go on to their end.
     * The bytes are removed once the deletion is durable.
     */
    public boolean delete(Scope scope, String name) {
        Set<String> released = new HashSet<>();
        boolean deleted = database.write(handle -> delete(handle, scope, name, released));
        blobs.reached(Steps.DELETION_COMMITTED);
        removal.released(released);
        return deleted;
    }

    private static boolean delete(Handle handle, Scope scope, String name, Collection<String> released) {
        Scopes.lockToChange(handle, scope);
        Optional<FileRows.Row> found = FileRows.find(handle, scope, name);
        found.ifPresent(row -> {
            released.add(row.file().blobId());
            released.addAll(DownloadRows.deleteOf(handle, row.file()));
            TagRows.delete(handle, row);
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
