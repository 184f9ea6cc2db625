package dev.tr50.gateway.logline;

/** How the lines of the log look. */
public enum LogFormat {
    /** For people: time, level, thread, logger, message, and {@code name=value} for what belongs to it. */
    TEXT,
    /** For collectors: one JSON object in each line. */
    JSON
}
