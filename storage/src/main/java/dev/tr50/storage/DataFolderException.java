package dev.tr50.storage;

/**
 * The data folder cannot be used: it cannot be written, another process holds it, or its database is damaged. The message
 * is one sentence for the person who started the process. Nothing in the folder has been overwritten.
 */
public final class DataFolderException extends StorageException {

    private static final long serialVersionUID = 1;

    DataFolderException(String message, Throwable cause) {
        super(message, cause);
    }

    DataFolderException(String message) {
        super(message);
    }
}
