package dev.tr50.storage;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Pages of files, each read from the index of its order. */
final class FileLists {

    private static final String PAGE = " OFFSET :offset ROWS FETCH FIRST :limit ROWS ONLY";

    private FileLists() {}

    static FilePage page(Handle handle, FileQuery query) {
        return switch (query.tags().size()) {
            case 0 -> new FilePage(Scopes.usage(handle, query.scope()).files(), inScope(handle, query));
            case 1 ->
                new FilePage(TagRows.count(handle, query.scope(), query.tags().get(0)), withTag(handle, query));
            default -> withTags(handle, query);
        };
    }

    static String sqlInScope(FileOrder order) {
        return "SELECT " + FileRows.COLUMNS_WITHOUT_ATTRIBUTES + "FROM files " + order.inScope() + PAGE;
    }

    static String sqlWithTag(FileOrder order) {
        return "SELECT file_pk FROM file_tags " + order.withTag() + order.tagOrder() + PAGE;
    }

    static String sqlWithTags(FileOrder order, int others) {
        StringBuilder sql = new StringBuilder("SELECT file_pk FROM file_tags t ").append(order.withTag());
        for (int i = 0; i < others; i++) {
            sql.append(" AND EXISTS (SELECT 1 FROM file_tags o WHERE o.file_pk = t.file_pk AND o.tag = :other")
                    .append(i)
                    .append(')');
        }
        return sql.append(order.tagOrder()).toString();
    }

    private static List<StoredFile> inScope(Handle handle, FileQuery query) {
        FileOrder order = FileOrder.of(query.sort());
        return handle.createQuery(sqlInScope(order))
                .bind("scope", query.scope().id())
                .bind("lowest", order.lowest())
                .bind("offset", query.offset())
                .bind("limit", query.limit())
                .map((row, context) -> FileRows.read(row, context).file())
                .list();
    }

    private static List<StoredFile> withTag(Handle handle, FileQuery query) {
        FileOrder order = FileOrder.of(query.sort());
        List<Long> page = handle.createQuery(sqlWithTag(order))
                .bind("scope", query.scope().id())
                .bind("tag", Utf8.bytes(query.tags().get(0)))
                .bind("lowest", order.lowest())
                .bind("offset", query.offset())
                .bind("limit", query.limit())
                .mapTo(Long.class)
                .list();
        return FileRows.findAllWithoutAttributes(handle, page);
    }

    /** Walks the files of the rarest tag once, for the count and the page together. */
    private static FilePage withTags(Handle handle, FileQuery query) {
        FileOrder order = FileOrder.of(query.sort());
        List<String> tags = TagRows.rarestFirst(handle, query.scope(), query.tags());
        var walk = handle.createQuery(sqlWithTags(order, tags.size() - 1))
                .bind("scope", query.scope().id())
                .bind("tag", Utf8.bytes(tags.get(0)))
                .bind("lowest", order.lowest());
        for (int i = 1; i < tags.size(); i++) {
            walk.bind("other" + (i - 1), Utf8.bytes(tags.get(i)));
        }
        List<Long> page = new ArrayList<>();
        long end = (long) query.offset() + query.limit();
        long count = 0;
        try (var matches = walk.mapTo(Long.class).iterator()) {
            while (matches.hasNext()) {
                long pk = matches.next();
                if (count >= query.offset() && count < end) {
                    page.add(pk);
                }
                count++;
            }
        }
        return new FilePage(count, FileRows.findAllWithoutAttributes(handle, page));
    }
}
