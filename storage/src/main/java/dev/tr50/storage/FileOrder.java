package dev.tr50.storage;

import java.util.Map;

/**
 * The index that each order is read from. Every order begins with the columns that are fixed by the search, so that it
 * matches its index from the first column, and names a lower bound of the column sorted by. The bound excludes nothing;
 * it tells the planner which of the indexes that begin alike it shall take.
 */
record FileOrder(String column, String direction, Object lowest) {

    private static final Map<Sort.Field, FileOrder> ASCENDING = Map.of(
            Sort.Field.FILE_NAME, new FileOrder("name", "", new byte[0]),
            Sort.Field.UPLOAD_DATE, new FileOrder("uploaded_at", "", Long.MIN_VALUE),
            Sort.Field.LENGTH, new FileOrder("length", "", Long.MIN_VALUE),
            Sort.Field.PUBLIC, new FileOrder("is_public", "", false));

    static FileOrder of(Sort sort) {
        FileOrder ascending = ASCENDING.get(sort.field());
        return sort.descending() ? new FileOrder(ascending.column, " DESC", ascending.lowest) : ascending;
    }

    /** Conditions and order for the files of a scope. Parameters: scope, lowest. */
    String inScope() {
        return "WHERE scope_id = :scope AND " + column + " >= :lowest ORDER BY scope_id, " + columns();
    }

    /** Conditions for the files of one tag. Parameters: scope, tag, lowest. */
    String withTag() {
        return "WHERE scope_id = :scope AND tag = :tag AND " + column + " >= :lowest";
    }

    /** Order for the files of one tag. */
    String tagOrder() {
        return " ORDER BY scope_id, tag, " + columns();
    }

    private String columns() {
        return column.equals("name") ? "name" + direction : column + direction + ", name";
    }
}
