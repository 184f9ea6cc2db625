package dev.tr50.storage;

import java.util.List;

/**
 * Which things of a group are meant.
 *
 * @param tags all of which they have; empty for any
 * @param keys one of which they have; null for any
 */
public record ThingQuery(String groupId, List<String> tags, List<String> keys) {

    public ThingQuery {
        tags = List.copyOf(tags);
        keys = keys == null ? null : List.copyOf(keys);
    }

    /** All things of a group. */
    public static ThingQuery all(String groupId) {
        return new ThingQuery(groupId, List.of(), null);
    }

    /** The things of a group that have all of these tags. */
    public static ThingQuery tagged(String groupId, List<String> tags) {
        return new ThingQuery(groupId, tags, null);
    }
}
