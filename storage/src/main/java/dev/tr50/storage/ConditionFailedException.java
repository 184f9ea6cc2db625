package dev.tr50.storage;

/** A file is not, or not any more, what a change asked it to be. */
public final class ConditionFailedException extends StorageException {

    private static final long serialVersionUID = 1;

    ConditionFailedException(String message) {
        super(message);
    }
}
