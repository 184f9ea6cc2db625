package dev.tr50.storage;

/**
 * A person.
 *
 * @param email unique among users, in small letters
 * @param passwordHash opaque here
 * @param defaultGroupId the group a session starts in
 */
public record User(String id, String email, String passwordHash, String defaultGroupId) {}
