package dev.tr50.storage;

import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** How many things each group has, and how many of them have each tag; kept with every change, in the transaction of the caller. */
final class ThingCounts {

    private static final String ALL = "ALL";

    /** Names its index: H2 likes the one by number better, which has all columns, and reads it from its first tag to the last. */
    static final String SQL_FIND = """
            SELECT thing_count FROM thing_counts USE INDEX (thing_count_by_tag)
            WHERE group_id = ? AND kind = ? AND tag = ?
            """;

    private ThingCounts() {}

    static void added(Handle handle, String groupId) {
        add(handle, groupId, ALL, "", 1);
    }

    static void removed(Handle handle, String groupId) {
        add(handle, groupId, ALL, "", -1);
    }

    static void tagged(Handle handle, String groupId, TagKind kind, Set<String> tags) {
        tags.forEach(tag -> add(handle, groupId, kind.name(), tag, 1));
    }

    static void untagged(Handle handle, String groupId, TagKind kind, Set<String> tags) {
        tags.forEach(tag -> add(handle, groupId, kind.name(), tag, -1));
    }

    private static void add(Handle handle, String groupId, String kind, String tag, int change) {
        int known = PlainSql.update(
                handle,
                "UPDATE thing_counts SET thing_count = thing_count + ? WHERE group_id = ? AND kind = ? AND tag = ?",
                change,
                groupId,
                kind,
                tag);
        if (known == 0) {
            PlainSql.update(
                    handle,
                    "INSERT INTO thing_counts (group_id, kind, tag, thing_count) VALUES (?, ?, ?, ?)",
                    groupId,
                    kind,
                    tag,
                    change);
        } else if (change < 0) {
            PlainSql.update(
                    handle,
                    "DELETE FROM thing_counts WHERE group_id = ? AND kind = ? AND tag = ? AND thing_count = 0",
                    groupId,
                    kind,
                    tag);
        }
    }

    static long of(Handle handle, String groupId) {
        return find(handle, groupId, ALL, "");
    }

    /** How many things of the group have the tag. */
    static long of(Handle handle, String groupId, String tag) {
        return find(handle, groupId, TagKind.TAG.name(), tag);
    }

    private static long find(Handle handle, String groupId, String kind, String tag) {
        return PlainSql.find(handle, SQL_FIND, row -> row.getLong(1), groupId, kind, tag)
                .orElse(0L);
    }

    static String sqlOfMostUsed() {
        return """
                SELECT tag, thing_count FROM thing_counts WHERE group_id = ? AND kind = ?
                ORDER BY group_id, kind, thing_count DESC, tag FETCH FIRST ? ROWS ONLY
                """;
    }

    /** The tags of a kind, the most used first. */
    static List<TagCount> mostUsed(Handle handle, String groupId, TagKind kind, int most) {
        return PlainSql.list(
                handle,
                sqlOfMostUsed(),
                row -> new TagCount(row.getString(1), row.getLong(2)),
                groupId,
                kind.name(),
                most);
    }
}
