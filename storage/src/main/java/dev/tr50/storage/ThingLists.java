package dev.tr50.storage;

import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Lists of things, in parts: by how many come before, or by which one came last. Either things are met by walking the index of the
 * order until the part is full, or those with given keys or with the rarest of the tags are looked up and sorted.
 */
final class ThingLists {

    private ThingLists() {}

    static long count(Handle handle, ThingQuery query) {
        if (query.keys() == null && query.tags().size() <= 1) {
            return query.tags().isEmpty()
                    ? ThingCounts.of(handle, query.groupId())
                    : ThingCounts.of(handle, query.groupId(), query.tags().get(0));
        }
        ThingQuery rarestFirst = rarestFirst(handle, query);
        return bind(handle.createQuery(sqlOfCount(rarestFirst)), rarestFirst)
                .mapTo(Long.class)
                .one();
    }

    static String sqlOfCount(ThingQuery rarestFirst) {
        return "SELECT COUNT(*) FROM " + lookedUp(rarestFirst);
    }

    static List<Thing> page(Handle handle, ThingQuery query, ThingOrder order, long offset, int limit) {
        ThingQuery rarestFirst = rarestFirst(handle, query);
        String sql = sqlOfPage(rarestFirst, order, isWalked(handle, rarestFirst, order, offset + limit));
        return bind(handle.createQuery(sql), rarestFirst)
                .bind("offset", offset)
                .bind("limit", limit)
                .map(ThingRows::read)
                .list();
    }

    static String sqlOfPage(ThingQuery rarestFirst, ThingOrder order, boolean walked) {
        String things = walked ? walked(rarestFirst) + order.hint() : lookedUp(rarestFirst);
        return ThingRows.COLUMNS + "FROM " + things + order.orderBy()
                + " OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY";
    }

    /** @param last the last of the part before; null for the first part */
    static List<Thing> after(Handle handle, ThingQuery query, ThingOrder order, Thing last, int limit) {
        if (last == null) {
            return page(handle, query, order, 0, limit);
        }
        ThingQuery rarestFirst = rarestFirst(handle, query);
        String sql = sqlOfAfter(rarestFirst, order, last, isWalked(handle, rarestFirst, order, limit));
        return bindPlace(bind(handle.createQuery(sql), rarestFirst), sql, order, last)
                .bind("limit", limit)
                .map(ThingRows::read)
                .list();
    }

    static String sqlOfAfter(ThingQuery rarestFirst, ThingOrder order, Thing last, boolean walked) {
        return ThingRows.COLUMNS + "FROM " + (walked ? walked(rarestFirst) : lookedUp(rarestFirst)) + " AND "
                + order.behind(order.place(last)) + order.orderBy() + " FETCH FIRST :limit ROWS ONLY";
    }

    static Query bindPlace(Query after, String sql, ThingOrder order, Thing last) {
        Object place = order.place(last);
        if (place != null) {
            after.bind("place", place);
        }
        if (sql.contains(":key ") || sql.contains(":key)")) {
            after.bind("key", last.key());
        }
        return after;
    }

    static ThingQuery rarestFirst(Handle handle, ThingQuery query) {
        record Counted(String tag, long things) {}
        List<String> tags = query.tags().stream()
                .map(tag -> new Counted(tag, ThingCounts.of(handle, query.groupId(), tag)))
                .sorted(Comparator.comparingLong(Counted::things))
                .map(Counted::tag)
                .toList();
        return new ThingQuery(query.groupId(), tags, query.keys());
    }

    /** Whether so many things are sooner met in the order of the list than looked up, if tags are given independently of each other. */
    static boolean isWalked(Handle handle, ThingQuery rarestFirst, ThingOrder order, long wanted) {
        if (rarestFirst.keys() != null || rarestFirst.tags().isEmpty()) {
            return rarestFirst.keys() == null;
        }
        double all = ThingCounts.of(handle, rarestFirst.groupId());
        double share = rarestFirst.tags().stream()
                .mapToDouble(tag -> ThingCounts.of(handle, rarestFirst.groupId(), tag) / Math.max(1, all))
                .reduce(1, (one, other) -> one * other);
        double rarest =
                ThingCounts.of(handle, rarestFirst.groupId(), rarestFirst.tags().get(0));
        return order.isOfAnIndex() && wanted < rarest * share;
    }

    private static String walked(ThingQuery query) {
        return "things WHERE group_id = :group" + tagged(query, 0);
    }

    /** Outer joins, though each finds a thing: H2 begins with whatever it likes of an inner one, with all the things for instance. */
    private static String lookedUp(ThingQuery rarestFirst) {
        if (rarestFirst.keys() != null) {
            return "UNNEST(CAST(:keys AS VARCHAR ARRAY)) AS wanted(wanted_key)"
                    + " LEFT JOIN things ON group_id = :group AND thing_key = wanted_key WHERE group_id = :group"
                    + tagged(rarestFirst, 0);
        }
        return "(SELECT thing_id FROM thing_tags WHERE group_id = :group AND kind = 'TAG' AND tag = :tag0) AS tagged"
                + " LEFT JOIN things ON id = tagged.thing_id WHERE group_id = :group" + tagged(rarestFirst, 1);
    }

    /** That things have the tags from the given one on. */
    private static String tagged(ThingQuery query, int from) {
        StringBuilder condition = new StringBuilder();
        for (int i = from; i < query.tags().size(); i++) {
            condition
                    .append(
                            " AND EXISTS (SELECT 1 FROM thing_tags WHERE thing_id = things.id AND kind = 'TAG' AND tag = :tag")
                    .append(i)
                    .append(')');
        }
        return condition.toString();
    }

    static Query bind(Query statement, ThingQuery query) {
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
