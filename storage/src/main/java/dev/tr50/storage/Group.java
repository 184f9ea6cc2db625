package dev.tr50.storage;

/**
 * A group of things and people; TR50 calls it an organisation.
 *
 * @param key unique among groups
 * @param scope where the files of the group itself are
 */
public record Group(String id, String key, String name, Scope scope) {}
