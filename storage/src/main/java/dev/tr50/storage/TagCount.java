package dev.tr50.storage;

/** A tag and the number of files that have it. */
public record TagCount(String tag, long files) {}
