package dev.tr50.storage;

/** The bytes of a file are not in the blob folder although a row points to them: somebody removed them by hand. */
public final class MissingBlobException extends StorageException {

    private static final long serialVersionUID = 1;

    MissingBlobException(String blobId, Throwable cause) {
        super("The blob " + blobId + " is missing", cause);
    }
}
