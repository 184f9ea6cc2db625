package dev.tr50.storage;

import java.util.Arrays;

/** How far a message for a thing has come. */
public enum MessageStatus {
    /** Nobody has fetched it yet. */
    NEW("new", 0),
    /** The thing has fetched it and not answered yet. */
    IN_FLIGHT("in-flight", 1),
    /** The thing has told how far it is. */
    IN_PROGRESS("in-progress", 1),
    /** The thing answered that it is done. */
    COMPLETED_OK("completed-ok", 2),
    /** The thing answered with an error. */
    COMPLETED_ERROR("completed-error", 2),
    /** It was done as soon as the thing fetched it. */
    COMPLETED_AUTO("completed-auto", 2),
    /** Nobody fetched or answered it in time. */
    EXPIRED("expired", 2),
    /** It was taken out of the mailbox. */
    PURGED("purged", 2);

    private final String word;
    private final int stage;

    MessageStatus(String word, int stage) {
        this.word = word;
        this.stage = stage;
    }

    /** As clients read it: the hyphenated words of the platform. */
    public String word() {
        return word;
    }

    /** Whether it can still be fetched or answered. */
    public boolean isOpen() {
        return stage < MailboxRows.FINISHED;
    }

    int stage() {
        return stage;
    }

    static MessageStatus of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new StorageException("A message has the status " + word, null));
    }
}
