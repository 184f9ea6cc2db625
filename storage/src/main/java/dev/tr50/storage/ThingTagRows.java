package dev.tr50.storage;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The rows by which things are found by their tags, and the number of things of each tag with them. */
final class ThingTagRows {

    private ThingTagRows() {}

    static void insert(Handle handle, Thing thing) {
        for (TagKind kind : TagKind.values()) {
            insert(handle, thing, kind, distinct(kind.of(thing)));
        }
    }

    static void replace(Handle handle, Thing old, TagKind kind, List<String> tags) {
        Set<String> had = distinct(kind.of(old));
        Set<String> has = distinct(tags);
        if (!had.equals(has)) {
            delete(handle, old, kind, difference(had, has));
            insert(handle, old, kind, difference(has, had));
        }
    }

    /** A thing that names a tag twice has it once. */
    private static Set<String> distinct(List<String> tags) {
        return new TreeSet<>(tags);
    }

    private static Set<String> difference(Set<String> tags, Set<String> without) {
        Set<String> left = new TreeSet<>(tags);
        left.removeAll(without);
        return left;
    }

    private static void insert(Handle handle, Thing thing, TagKind kind, Set<String> tags) {
        PlainSql.batch(
                handle,
                "INSERT INTO thing_tags (thing_id, kind, tag, group_id) VALUES (?, ?, ?, ?)",
                tags.stream()
                        .map(tag -> new Object[] {thing.id(), kind.name(), tag, thing.groupId()})
                        .toList());
        ThingCounts.tagged(handle, thing.groupId(), kind, tags);
    }

    private static void delete(Handle handle, Thing thing, TagKind kind, Set<String> tags) {
        PlainSql.batch(
                handle,
                "DELETE FROM thing_tags WHERE thing_id = ? AND kind = ? AND tag = ?",
                tags.stream()
                        .map(tag -> new Object[] {thing.id(), kind.name(), tag})
                        .toList());
        ThingCounts.untagged(handle, thing.groupId(), kind, tags);
    }

    static void delete(Handle handle, Thing thing) {
        for (TagKind kind : TagKind.values()) {
            delete(handle, thing, kind, distinct(kind.of(thing)));
        }
    }

    /** @param old the thing before it moved */
    static void move(Handle handle, Thing old, String groupId) {
        PlainSql.update(handle, "UPDATE thing_tags SET group_id = ? WHERE thing_id = ?", groupId, old.id());
        for (TagKind kind : TagKind.values()) {
            Set<String> tags = distinct(kind.of(old));
            ThingCounts.untagged(handle, old.groupId(), kind, tags);
            ThingCounts.tagged(handle, groupId, kind, tags);
        }
    }
}
