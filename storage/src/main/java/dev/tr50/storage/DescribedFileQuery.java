package dev.tr50.storage;

/**
 * A page of a scope's files by what is said of them.
 *
 * @param namePart only files whose name holds this text, whatever the case of its letters; every character stands for
 *     itself; null or empty for every file
 * @param fileClass only files of exactly this class, or null
 * @param format only files of exactly this format, or null
 * @param descending by the order; equal files follow each other by name, ascending, whatever the direction
 * @param offset files to leave out at the start, 0 or more
 * @param limit files to return at most, 0 or more
 */
public record DescribedFileQuery(
        Scope scope,
        String namePart,
        String fileClass,
        String format,
        Order order,
        boolean descending,
        int offset,
        int limit) {

    /** What files are ordered by: names whatever the case of their letters, classes and formats by code point. */
    public enum Order {
        TIME,
        NAME,
        CLASS,
        FORMAT
    }

    public DescribedFileQuery {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("offset " + offset + " and limit " + limit + " must not be negative");
        }
    }

    /** The part of a name as it is compared; empty when every name fits. */
    String foldedPart() {
        return namePart == null ? "" : FoldedText.of(namePart);
    }
}
