package dev.tr50.storage;

import dev.tr50.storage.DescribedOrder.First;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Pages of files by their descriptions, each read from the index of its order. */
final class DescribedFileLists {

    private static final String PAGE = " OFFSET :offset ROWS FETCH FIRST :limit ROWS ONLY";

    private DescribedFileLists() {}

    static FilePage page(Handle handle, DescribedFileQuery query) {
        DescribedOrder order = DescribedOrder.of(query, first(handle, query));
        return query.foldedPart().isEmpty()
                ? new FilePage(count(handle, query), inOrder(handle, query, order))
                : new FilePage(countWalked(handle, query, order), walked(handle, query, order));
    }

    static String sqlInOrder(DescribedOrder order) {
        return "SELECT " + FileRows.COLUMNS + "FROM files " + order.conditions() + order.order() + PAGE;
    }

    static String sqlWalked(DescribedOrder order) {
        return "SELECT pk FROM files " + order.conditions() + order.order() + PAGE;
    }

    static String sqlCountWalked(DescribedOrder order) {
        return "SELECT COUNT(*) FROM files " + order.conditions();
    }

    /** Of class and format, the one with fewer files. */
    private static First first(Handle handle, DescribedFileQuery query) {
        if (query.fileClass() == null) {
            return query.format() == null ? First.SCOPE : First.FORMAT;
        }
        if (query.format() == null) {
            return First.CLASS;
        }
        long ofClass = DescriptionCounts.count(handle, query.scope(), query.fileClass(), null);
        long ofFormat = DescriptionCounts.count(handle, query.scope(), null, query.format());
        return ofClass <= ofFormat ? First.CLASS : First.FORMAT;
    }

    private static long count(Handle handle, DescribedFileQuery query) {
        return query.fileClass() == null && query.format() == null
                ? Scopes.usage(handle, query.scope()).files()
                : DescriptionCounts.count(handle, query.scope(), query.fileClass(), query.format());
    }

    private static List<StoredFile> inOrder(Handle handle, DescribedFileQuery query, DescribedOrder order) {
        return bind(handle.createQuery(sqlInOrder(order)), query, order)
                .bind("offset", query.offset())
                .bind("limit", query.limit())
                .map((row, context) -> FileRows.read(row, context).file())
                .list();
    }

    private static long countWalked(Handle handle, DescribedFileQuery query, DescribedOrder order) {
        return bind(handle.createQuery(sqlCountWalked(order)), query, order)
                .mapTo(Long.class)
                .one();
    }

    /** Keys first, so that the database need not sort whole rows. */
    private static List<StoredFile> walked(Handle handle, DescribedFileQuery query, DescribedOrder order) {
        List<Long> page = bind(handle.createQuery(sqlWalked(order)), query, order)
                .bind("offset", query.offset())
                .bind("limit", query.limit())
                .mapTo(Long.class)
                .list();
        return FileRows.findAll(handle, page);
    }

    static Query bind(Query query, DescribedFileQuery wanted, DescribedOrder order) {
        query.bind("scope", wanted.scope().id()).bind("lowest", order.lowest());
        if (wanted.fileClass() != null) {
            query.bind("class", Utf8.bytes(wanted.fileClass()));
        }
        if (wanted.format() != null) {
            query.bind("format", Utf8.bytes(wanted.format()));
        }
        if (order.namePart()) {
            query.bind("part", Utf8.bytes(wanted.foldedPart()));
        }
        return query;
    }
}
