package dev.tr50.storage;

/**
 * What has been restored.
 *
 * @param program the version of the gateway that made the backup
 * @param created when it was made, as the archive says
 * @param files of things and groups
 * @param incomplete files whose bytes are missing, or are not as many as they were; they were so when the backup was made
 */
public record Restored(String program, String created, long files, long incomplete) {}
