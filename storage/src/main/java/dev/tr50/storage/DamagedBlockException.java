package dev.tr50.storage;

/** Samples of one series in the database cannot be read: their bytes are not what was written. */
final class DamagedBlockException extends StorageException {

    private static final long serialVersionUID = 1L;

    DamagedBlockException(long series, Place first, Throwable cause) {
        super("Samples of series " + series + " from " + Micros.time(first.ts()) + " on are damaged", cause);
    }
}
