package dev.tr50.storage;

/** The order of a list of files. Equal ones follow each other by name, ascending, whatever the direction. */
public record Sort(Field field, boolean descending) {

    /** By name in code point order. */
    public static final Sort BY_NAME = new Sort(Field.FILE_NAME, false);

    /** What files are ordered by. Not public comes before public. */
    public enum Field {
        UPLOAD_DATE,
        FILE_NAME,
        LENGTH,
        PUBLIC
    }
}
