package org.h2.mvstore;

/** What H2 tells only to its own package. */
public final class UsedSpace {

    private UsedSpace() {}

    /**
     * Where the last chunk ends, in bytes from the beginning of the file; the file may be longer. To be asked while nothing is
     * written.
     */
    public static long of(MVStore store) {
        return ((RandomAccessStore) store.getFileStore()).getFileLengthInUse();
    }
}
