package dev.tr50.storage;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Tags with the number of files that have them. */
final class TagClouds {

    private static final String MOST_USED_FIRST = " GROUP BY tag ORDER BY files DESC, tag FETCH FIRST :limit ROWS ONLY";

    private TagClouds() {}

    static List<TagCount> ofScopes(Handle handle, Collection<Scope> scopes, List<String> tags, int limit) {
        Object[] ids = scopes.stream().map(Scope::id).toArray();
        return run(handle.createQuery(sqlOfScopes(tags)).bindArray("scopes", Long.class, ids), tags, limit);
    }

    static String sqlOfScopes(List<String> tags) {
        String ofScopes = "scope_id = ANY(:scopes)";
        return tags.isEmpty() ? counters(ofScopes) : filesWithAll(tags.size(), ofScopes);
    }

    private static String counters(String where) {
        return "SELECT tag, SUM(file_count) AS files FROM tag_counts WHERE " + where + MOST_USED_FIRST;
    }

    static List<TagCount> ofGroup(Handle handle, String groupId, List<String> tags, int limit) {
        String ofGroup = "scope_id IN (SELECT id FROM scopes WHERE group_id = :group)";
        String sql = tags.isEmpty() ? counters(ofGroup) : filesWithAll(tags.size(), ofGroup);
        return run(handle.createQuery(sql).bind("group", groupId), tags, limit);
    }

    /** Walks the files of one tag, looks for the others, and counts every tag of those that have them all. */
    private static String filesWithAll(int tags, String where) {
        StringBuilder sql = new StringBuilder("SELECT c.tag AS tag, COUNT(*) AS files FROM file_tags t ")
                .append("JOIN file_tags c ON c.file_pk = t.file_pk WHERE t.tag = :tag0 AND t.")
                .append(where);
        IntStream.range(1, tags)
                .forEach(i -> sql.append(
                                " AND EXISTS (SELECT 1 FROM file_tags o WHERE o.file_pk = t.file_pk AND o.tag = :tag")
                        .append(i)
                        .append(')'));
        return sql.append(MOST_USED_FIRST).toString();
    }

    private static List<TagCount> run(Query query, List<String> tags, int limit) {
        for (int i = 0; i < tags.size(); i++) {
            query.bind("tag" + i, Utf8.bytes(tags.get(i)));
        }
        return query.bind("limit", limit)
                .map((row, context) -> new TagCount(Utf8.text(row.getBytes("tag")), row.getLong("files")))
                .list();
    }
}
