package dev.tr50.storage;

/**
 * What is known of an attribute of all things with one definition.
 *
 * @param name for people
 * @param defaultValue what it is on things that have none of their own, or null
 * @param searchable whether things shall be found by it
 */
public record AttributeDefinition(String name, String defaultValue, boolean searchable) {

    /** An attribute of which nothing but its key is known. */
    public static AttributeDefinition named(String name) {
        return new AttributeDefinition(name, null, false);
    }
}
