package dev.tr50.storage;

/**
 * How much one scope may hold: the files of a thing, or those of a group. What has been replaced and is still being read
 * does not count.
 *
 * @param files most files, 0 for any number
 * @param bytes most bytes of all files together, 0 for any number
 */
public record ScopeQuota(long files, long bytes) {

    /** No bounds. */
    public static final ScopeQuota NONE = new ScopeQuota(0, 0);

    public ScopeQuota {
        if (files < 0 || bytes < 0) {
            throw new IllegalArgumentException("files " + files + " and bytes " + bytes + " must not be negative");
        }
    }

    /**
     * What becomes fewer, or smaller, always has room.
     *
     * @throws QuotaExceededException when a scope that holds {@code used} has no room for this more
     */
    void require(Scopes.Usage used, long moreFiles, long moreBytes) {
        if (moreFiles > 0 && files > 0 && moreFiles > files - used.files()) {
            throw new QuotaExceededException(
                    "no more than " + files + " files are allowed here, there are " + used.files());
        }
        if (moreBytes > 0 && bytes > 0 && moreBytes > bytes - used.bytes()) {
            throw new QuotaExceededException("no more than " + bytes + " bytes are allowed here, " + used.bytes()
                    + " are used and " + moreBytes + " would be added");
        }
    }
}
