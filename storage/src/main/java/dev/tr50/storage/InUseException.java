package dev.tr50.storage;

/** Something was to be deleted that something else needs. Nothing was changed. */
public final class InUseException extends StorageException {

    private static final long serialVersionUID = 1;

    InUseException(String message) {
        super(message);
    }
}
