package dev.tr50.storage;

/** A change would leave a group without an owner, or the gateway without a user that is root. Nothing was changed. */
public final class LastOneException extends StorageException {

    private static final long serialVersionUID = 1;

    LastOneException(String message) {
        super(message);
    }
}
