package dev.tr50.storage;

/**
 * A person.
 *
 * @param email unique among users, in small letters
 * @param passwordHash opaque here
 * @param defaultGroupId the group a session starts in, as long as the user is a member; null for the first of its groups
 * @param isRoot whether it may do everything in groups it is no member of, and what concerns no group
 */
public record User(String id, String email, String passwordHash, String defaultGroupId, boolean isRoot) {}
