package dev.tr50.storage;

/** A user in a group. */
public record Member(String userId, String email, Role role) {}
