package dev.tr50.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * What the things of one kind have in common: which properties, attributes, alarms and methods they know.
 *
 * @param key unique in the group
 * @param version how often it has been written; a key that is defined automatically counts
 * @param createdBy who made it, in words of the gateway
 */
public record ThingDefinition(
        String id,
        String groupId,
        String key,
        int version,
        DefinitionContent content,
        String createdBy,
        Instant createdOn,
        String updatedBy,
        Instant updatedOn) {

    /** Keys that a definition may have, of all kinds together. */
    public static final int MOST_KEYS = 10_000;

    /** For people. */
    public String name() {
        return content.name();
    }

    /** What is known of a property. */
    public Optional<PropertyDefinition> property(String entryKey) {
        return Optional.ofNullable(content.properties().get(entryKey));
    }

    /** What is known of an attribute. */
    public Optional<AttributeDefinition> attribute(String entryKey) {
        return Optional.ofNullable(content.attributes().get(entryKey));
    }

    /** What is known of an alarm. */
    public Optional<AlarmDefinition> alarm(String entryKey) {
        return Optional.ofNullable(content.alarms().get(entryKey));
    }

    /** What is known of a method. */
    public Optional<MethodDefinition> method(String entryKey) {
        return Optional.ofNullable(content.methods().get(entryKey));
    }

    ThingDefinition changed(DefinitionContent newContent, String by, Instant now) {
        return new ThingDefinition(id, groupId, key, version + 1, newContent, createdBy, createdOn, by, now);
    }
}
