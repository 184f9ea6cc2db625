package dev.tr50.storage;

/** A tag and the number of files or things that have it. */
public record TagCount(String tag, long count) {}
