package dev.tr50.storage;

/** A key that must be unique is taken: a thing key in its group, a group key, an e-mail address, an app's name. */
public final class AlreadyExistsException extends StorageException {

    private static final long serialVersionUID = 1;

    AlreadyExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
