package dev.tr50.storage;

/** A scope has no room for a file: see {@link ScopeQuota}. The message says which bound was met. */
public final class QuotaExceededException extends StorageException {

    private static final long serialVersionUID = 1;

    QuotaExceededException(String message) {
        super(message);
    }
}
