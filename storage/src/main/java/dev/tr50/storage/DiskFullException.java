package dev.tr50.storage;

/** The disk has no room for the bytes of a file. What had been written of it is gone again. */
public final class DiskFullException extends StorageException {

    private static final long serialVersionUID = 1;

    DiskFullException(Throwable cause) {
        super("No space left for the bytes of a file", cause);
    }
}
