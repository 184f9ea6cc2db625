package dev.tr50.storage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows by which things are found by their tags. */
final class ThingTagRows {

    private ThingTagRows() {}

    static void insert(Handle handle, Thing thing) {
        insert(handle, thing, TagKind.TAG, thing.tags());
        insert(handle, thing, TagKind.SEC_TAG, thing.secTags());
    }

    static void replace(Handle handle, Thing old, TagKind kind, List<String> tags) {
        if (!kind.of(old).equals(tags)) {
            handle.createUpdate("DELETE FROM thing_tags WHERE thing_id = :thing AND kind = :kind")
                    .bind("thing", old.id())
                    .bind("kind", kind.name())
                    .execute();
            insert(handle, old, kind, tags);
        }
    }

    private static void insert(Handle handle, Thing thing, TagKind kind, List<String> tags) {
        if (tags.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO thing_tags (thing_id, kind, tag, group_id) VALUES (:thing, :kind, :tag, :group)");
        Set<String> distinct = new HashSet<>(tags);
        distinct.forEach(tag -> batch.bind("thing", thing.id())
                .bind("kind", kind.name())
                .bind("tag", tag)
                .bind("group", thing.groupId())
                .add());
        batch.execute();
    }

    static void move(Handle handle, String thingId, String groupId) {
        handle.createUpdate("UPDATE thing_tags SET group_id = :group WHERE thing_id = :thing")
                .bind("group", groupId)
                .bind("thing", thingId)
                .execute();
    }

    /** How many things have each tag, the most used first. */
    static List<TagCount> cloud(Handle handle, String groupId, TagKind kind, int most) {
        return handle.createQuery("""
                        SELECT tag, COUNT(*) AS things FROM thing_tags WHERE group_id = :group AND kind = :kind
                        GROUP BY tag ORDER BY things DESC, tag FETCH FIRST :most ROWS ONLY
                        """)
                .bind("group", groupId)
                .bind("kind", kind.name())
                .bind("most", most)
                .map((row, context) -> new TagCount(row.getString("tag"), row.getLong("things")))
                .list();
    }
}
