package dev.tr50.storage;

/**
 * Which samples of a series are recorded.
 *
 * @param republish whether a repetition of the newest sample is recorded like any other; what counts as one is up to the kind
 * @param deDuplicate whether a sample is left out when the series has one of the same time, whatever it says
 */
public record Recording(boolean republish, boolean deDuplicate) {

    /** What is news. */
    public static final Recording NEWS = new Recording(false, false);

    /** Everything. */
    public static final Recording ALL = new Recording(true, false);
}
