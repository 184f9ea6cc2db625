package dev.tr50.storage;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Pages of files by their descriptions. */
final class DescribedFileLists {

    private DescribedFileLists() {}

    static FilePage page(Handle handle, DescribedFileQuery query) {
        String column = switch (query.order()) {
            case TIME -> "file_time";
            case NAME -> "folded_name";
            case CLASS -> "class";
            case FORMAT -> "format";
        };
        String part = query.namePart() == null ? "" : FoldedText.of(query.namePart());
        var search = handle.createQuery("SELECT " + FileRows.COLUMNS + "FROM files WHERE scope_id = :scope"
                        + (query.fileClass() == null ? "" : " AND class = :class")
                        + (query.format() == null ? "" : " AND format = :format") + " ORDER BY " + column
                        + (query.descending() ? " DESC" : "") + ", name")
                .bind("scope", query.scope().id());
        if (query.fileClass() != null) {
            search.bind("class", Utf8.bytes(query.fileClass()));
        }
        if (query.format() != null) {
            search.bind("format", Utf8.bytes(query.format()));
        }
        List<StoredFile> all = search.map(
                        (row, context) -> FileRows.read(row, context).file())
                .filter(file -> FoldedText.of(file.name()).contains(part))
                .list();
        return new FilePage(
                all.size(),
                all.stream().skip(query.offset()).limit(query.limit()).toList());
    }
}
