package dev.tr50.storage;

/**
 * What a backup holds.
 *
 * @param files of the data folder
 * @param bytes in them
 */
public record BackupSummary(long files, long bytes) {}
