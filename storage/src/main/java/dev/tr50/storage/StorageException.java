package dev.tr50.storage;

/** The storage could not do what was asked, for a reason that the caller cannot mend: the disk or the database failed. */
public class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Says what failed; {@code cause} says why. */
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    StorageException(String message) {
        super(message);
    }
}
