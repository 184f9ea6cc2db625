package dev.tr50.gateway.file;

import dev.tr50.storage.Sort;
import dev.tr50.storage.Sort.Field;
import java.util.Map;

/**
 * The {@code sort} of {@code file.list}: {@code +} or {@code -} and one of four fields; without a sign it is ascending. Files
 * that are equal in that field follow each other by name, ascending, so that pages never overlap.
 */
final class FileOrder {
    private static final Map<String, Field> FIELDS = Map.of(
            "uploadDate", Field.UPLOAD_DATE,
            "fileName", Field.FILE_NAME,
            "length", Field.LENGTH,
            "public", Field.PUBLIC);

    private FileOrder() {}

    /** @throws IllegalArgumentException with the rule in words */
    static Sort parse(String sort) {
        boolean descending = sort.startsWith("-");
        String name = descending || sort.startsWith("+") ? sort.substring(1) : sort;
        Field field = FIELDS.get(name);
        if (field == null) {
            throw new IllegalArgumentException(
                    "must be uploadDate, fileName, length or public, with + (ascending) or - (descending) before it");
        }
        return new Sort(field, descending);
    }
}
