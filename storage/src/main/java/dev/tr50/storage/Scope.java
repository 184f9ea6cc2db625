package dev.tr50.storage;

/** A place that holds files: one thing's or one group's. File names are unique in their scope. */
public record Scope(long id) {}
