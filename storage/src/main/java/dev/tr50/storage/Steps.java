package dev.tr50.storage;

/** The moments between which a crash leaves different things on the disk, so that each of them can be tried. */
enum Steps {
    BLOB_WRITTEN,
    BLOB_SYNCED,
    BLOB_RENAMED,
    BLOB_FINISHED,
    FILE_COMMITTED,
    DELETION_COMMITTED,
    DELETION_DURABLE;

    /** Is told of every step that has been reached. */
    interface Listener {
        void reached(Steps step);
    }

    static final Listener NOBODY = step -> {};
}
