package dev.tr50.storage;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists of things, in parts: by how many come before, or by which one came last. */
final class ThingLists {

    private ThingLists() {}

    static long count(Handle handle, ThingQuery query) {
        return bind(handle.createQuery(sqlOfCount(query)), query)
                .mapTo(Long.class)
                .one();
    }

    static String sqlOfCount(ThingQuery query) {
        return "SELECT COUNT(*) FROM things" + where(query);
    }

    static List<Thing> page(Handle handle, ThingQuery query, ThingOrder order, long offset, int limit) {
        // Few things have given tags or keys: these are to be looked up first.
        String hint = query.tags().isEmpty() && query.keys() == null ? order.hint() : "";
        String sql = ThingRows.SELECT + where(query) + hint + order.orderBy()
                + " OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY";
        return bind(handle.createQuery(sql), query)
                .bind("offset", offset)
                .bind("limit", limit)
                .map(ThingRows::read)
                .list();
    }

    /** @param last the last of the part before; null for the first part */
    static List<Thing> after(Handle handle, ThingQuery query, ThingOrder order, Thing last, int limit) {
        if (last == null) {
            return page(handle, query, order, 0, limit);
        }
        Object place = order.place(last);
        String condition = order.behind(place);
        String sql = ThingRows.SELECT + where(query) + " AND " + condition + order.orderBy()
                + " FETCH FIRST :limit ROWS ONLY";
        Query after = bind(handle.createQuery(sql), query).bind("limit", limit);
        if (place != null) {
            after.bind("place", place);
        }
        if (condition.contains(":key")) {
            after.bind("key", last.key());
        }
        return after.map(ThingRows::read).list();
    }

    /**
     * A join for each tag, because H2 evaluates a subquery behind IN anew for every thing; and one for the keys, because it does not
     * use the second column of an index for an array.
     */
    private static String where(ThingQuery query) {
        StringBuilder where = new StringBuilder();
        for (int i = 0; i < query.tags().size(); i++) {
            where.append(
                            " JOIN (SELECT thing_id FROM thing_tags WHERE group_id = :group AND kind = 'TAG' AND tag = :tag")
                    .append(i)
                    .append(") tagged")
                    .append(i)
                    .append(" ON tagged")
                    .append(i)
                    .append(".thing_id = id");
        }
        if (query.keys() != null) {
            where.append(" JOIN UNNEST(CAST(:keys AS VARCHAR ARRAY)) AS wanted(wanted_key) ON wanted_key = thing_key");
        }
        where.append(" WHERE group_id = :group");
        return where.toString();
    }

    private static Query bind(Query statement, ThingQuery query) {
        statement.bind("group", query.groupId());
        for (int i = 0; i < query.tags().size(); i++) {
            statement.bind("tag" + i, query.tags().get(i));
        }
        if (query.keys() != null) {
            Database.bindTexts(
                    statement, "keys", query.keys().stream().distinct().toList());
        }
        return statement;
    }
}
