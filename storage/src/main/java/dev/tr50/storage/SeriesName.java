package dev.tr50.storage;

/**
 * What a series is called.
 *
 * @param kind {@link SampleKind#name()}
 */
record SeriesName(String ownerId, String kind, String key) {}
