package dev.tr50.storage;

import java.io.IOException;

/** A backup cannot be made or restored. The message is one sentence for the person who asked for it. */
public final class BackupException extends IOException {

    private static final long serialVersionUID = 1;

    /** Says what is in the way. */
    public BackupException(String message) {
        super(message);
    }

    BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
