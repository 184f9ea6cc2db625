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
}
