package dev.tr50.storage;

/** A part of a history, or of what a thing says now, was asked for that has more than {@value TimeSeries#MOST_BYTES} bytes; a smaller one can be had. */
public final class HistoryTooLongException extends StorageException {

    private static final long serialVersionUID = 1;

    HistoryTooLongException() {
        super("The samples asked for have more than " + TimeSeries.MOST_BYTES + " bytes");
    }
}
