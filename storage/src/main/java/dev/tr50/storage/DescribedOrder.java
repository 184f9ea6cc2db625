package dev.tr50.storage;

/**
 * How a list of described files is read: the words its index begins with, the column it is in the order of, and what is
 * looked at entry by entry. As in {@link FileOrder}, the order begins with the columns that the search fixes, and a lower
 * bound that excludes nothing tells the planner which index to take.
 *
 * @param first what the index begins with behind the scope
 * @param column sorted by; names follow
 */
record DescribedOrder(First first, String column, boolean descending, boolean otherWord, boolean namePart) {

    private static final String NAME = "name";
    private static final String FOLDED_NAME = "folded_name";
    private static final byte[] NO_BYTES = {};

    /** A word that is fixed, or none. */
    enum First {
        SCOPE(""),
        CLASS("class"),
        FORMAT("format");

        private final String column;

        First(String column) {
            this.column = column;
        }
    }

    static DescribedOrder of(DescribedFileQuery query, First first) {
        String column = switch (query.order()) {
            case TIME -> "file_time";
            case NAME -> FOLDED_NAME;
            case CLASS -> query.fileClass() == null ? "class" : NAME;
            case FORMAT -> query.format() == null ? "format" : NAME;
        };
        return new DescribedOrder(
                first,
                column,
                query.descending() && !column.equals(NAME),
                query.fileClass() != null && query.format() != null,
                !query.foldedPart().isEmpty());
    }

    /** Conditions. Parameters: scope, lowest, and class, format and part where they are given. */
    String conditions() {
        return "WHERE scope_id = :scope" + (first == First.SCOPE ? "" : equal(first)) + " AND " + bounded()
                + " >= :lowest" + other() + (namePart ? " AND POSITION(:part IN folded_name) > 0" : "");
    }

    /** The least value of the column with the lower bound. */
    Object lowest() {
        return bounded().equals("file_time") ? (Object) (-Double.MAX_VALUE) : NO_BYTES;
    }

    /** A search for a part of a name goes through the index that holds the folded names, whatever the order. */
    private String bounded() {
        return namePart ? FOLDED_NAME : column;
    }

    /** In a form that no index fits, so that the planner stays with the one that is in the right order. */
    private String other() {
        if (!otherWord) {
            return "";
        }
        String word = first == First.CLASS ? First.FORMAT.column : First.CLASS.column;
        return " AND CASE WHEN " + word + " = :" + word + " THEN 1 ELSE 0 END = 1";
    }

    private static String equal(First first) {
        return " AND " + first.column + " = :" + first.column;
    }

    String order() {
        String fixed = first == First.SCOPE ? "scope_id, " : "scope_id, " + first.column + ", ";
        String sorted = column.equals(NAME) ? NAME : column + (descending ? " DESC, " : ", ") + NAME;
        return " ORDER BY " + fixed + sorted;
    }
}
